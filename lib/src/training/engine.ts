import type { Dataset } from '../datasets/dataset.js';
import type { Random } from '../random.js';

/** An epoch that an engine is to train. */
export interface EpochTask {
  /** Counted from 1. */
  readonly epoch: number;
  /** Steps of the training before this epoch. */
  readonly stepsBefore: number;
  /** Steps of an epoch. */
  readonly steps: number;
  /** The learning rate of each step of the whole training. */
  readonly rates: Float32Array;
  /** Of everything random in this epoch. */
  readonly random: Random;
  /** Ends the epoch within a second. */
  readonly signal: AbortSignal | undefined;
  /** Takes in steps that were done: their number, their images, sums of their losses and right answers. */
  readonly onSteps: (steps: number, images: number, lossSum: number, rightSum: number) => void;
}

/** How an epoch ended: all steps were done, the signal came, or a loss was not finite in that step, from 1. */
export type EpochEnd = 'done' | 'interrupted' | { readonly divergedAtStep: number };

/** Trains a network, epoch by epoch; `runEpochs` decides the rest. Weights are in the order of `model.getWeights()`. */
export interface Engine {
  readonly name: 'graph' | 'layers';
  /** Why this engine trains, in a sentence. */
  readonly reason: string;
  /** Whether XLA compiled the steps: a training that goes on the other way would round differently. */
  readonly compiled: boolean;
  trainEpoch(task: EpochTask): Promise<EpochEnd>;
  /** The weights to keep: averaged ones where there are. */
  weights(): Float32Array[];
  /** The probabilities that these weights give, N × classes, row-major. */
  probabilities(dataset: Dataset): Float32Array;
  /** Everything that training changes, by name: what a checkpoint holds. */
  state(): Promise<Readonly<Record<string, Float32Array>>>;
  /** Puts back what `state()` gave. */
  restore(state: Readonly<Record<string, Float32Array>>): Promise<void>;
  /** Frees everything that is held for this training. */
  close(): void;
}

/** @throws {RangeError} if an array of a state is missing or has another length; it names the first. */
export function requireArrays(
  state: Readonly<Record<string, Float32Array>>,
  wanted: readonly (readonly [name: string, length: number])[],
): void {
  for (const [name, length] of wanted)
    if (state[name]?.length !== length)
      throw new RangeError(
        `expected ${length} numbers as ${name} but found ${state[name]?.length ?? 'none'}.`,
      );
}

/** Makes an engine. @param compiled whether XLA must or must not compile; left out, the engine chooses. */
export type OpenEngine = (compiled?: boolean) => Engine;
