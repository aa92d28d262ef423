import type { Dataset } from '../datasets/dataset.js';
import type { Random } from '../random.js';

/** An epoch for an engine to train. */
export interface EpochTask {
  /** Number of the epoch, from 1. */
  readonly epoch: number;
  /** Steps of the run before this epoch. */
  readonly stepsBefore: number;
  /** Steps per epoch. */
  readonly steps: number;
  /** The learning rate of each step of the run. */
  readonly rates: Float32Array;
  /** Generator for everything random in this epoch. */
  readonly random: Random;
  /** Aborts the epoch within a second. */
  readonly signal: AbortSignal | undefined;
  /**
   * Called after some steps with their number, their images, the sum of their losses and the number of
   * correct predictions.
   */
  readonly onSteps: (steps: number, images: number, lossSum: number, rightSum: number) => void;
}

/** How an epoch ended: completed, aborted, or with a NaN or infinite loss in a step, counted from 1. */
export type EpochEnd = 'done' | 'interrupted' | { readonly divergedAtStep: number };

/**
 * Trains a network, epoch by epoch. `runEpochs` handles validation, early stopping and checkpoints. Weights
 * are in the order of `model.getWeights()`.
 */
export interface Engine {
  readonly name: 'graph' | 'layers';
  /** Why this engine is used, in a sentence. */
  readonly reason: string;
  /** Whether XLA compiled the steps: a run resumed without it would round differently. */
  readonly compiled: boolean;
  trainEpoch(task: EpochTask): Promise<EpochEnd>;
  /** The trained weights, or their moving average if `emaDecay` is set. */
  weights(): Float32Array[];
  /** The probabilities predicted with these weights, N × classes, row-major. */
  probabilities(dataset: Dataset): Float32Array;
  /** Everything that training changes, by name: the content of a checkpoint. */
  state(): Promise<Readonly<Record<string, Float32Array>>>;
  /** Restores a result of `state()`. */
  restore(state: Readonly<Record<string, Float32Array>>): Promise<void>;
  /** Frees all memory of this run. */
  close(): void;
}

/**
 * @throws {RangeError} if an array of a state is missing or has the wrong length. The message names the
 *   first.
 */
export function requireArrays(
  state: Readonly<Record<string, Float32Array>>,
  wanted: readonly (readonly [name: string, length: number])[],
): void {
  for (const [name, length] of wanted)
    if (state[name]?.length !== length)
      throw new RangeError(
        `expected ${length} numbers for ${name} but found ${state[name]?.length ?? 'none'}.`,
      );
}

/** Creates an engine. @param compiled whether XLA must compile the steps. If omitted, the engine chooses. */
export type OpenEngine = (compiled?: boolean) => Engine;
