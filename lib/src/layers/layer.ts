import type { Operations } from '../program/operations.js';
import type { Value } from '../program/value.js';

/** A weight or statistic of a layer. */
export interface Variable {
  /** Unique within the network. */
  readonly name: string;
  readonly shape: readonly number[];
  /** Its place in `model.getWeights()`. */
  readonly place: number;
  /** `'weight'`: trained and decayed; `'offset'`: trained, not decayed; `'statistic'`: set by the layer itself. */
  readonly kind: 'weight' | 'offset' | 'statistic';
}

/** What a layer may use while one pass through it is being built. */
export interface Pass {
  readonly ops: Operations;
  /** Whether batch statistics and dropout apply. */
  readonly training: boolean;
  /** The variable's value at the start of the step. */
  read(variable: Variable): Value;
  /** Sets a statistic at the end of the step. */
  assign(variable: Variable, value: Value): void;
  /** Uniform random bits of a shape, `uint32`, another draw in each step. */
  randomBits(shape: readonly number[]): Value;
  /**
   * Weight of each row in the batch, N × 1, that sum to 1: the rows that only fill up an epoch's last batch have 0.
   * Undefined where every batch is full.
   */
  readonly rowWeights: Value | undefined;
}

/** From what goes into a layer to what comes out; the first axis counts the images. */
export type Forward = (pass: Pass, input: Value) => Value;

/** A layer of a tfjs model. */
export interface LayerSource {
  /** What `layer.getConfig()` gives. */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** Axes of what goes in, the images' included. */
  readonly rank: number;
  /** Whether it is to be trained as well. */
  readonly training: boolean;
  /** The layer's variable of that name in tfjs, such as `kernel`, which it must have. */
  variable(name: string, kind: Variable['kind']): Variable;
  /** The same of a variable that the layer may have been made without. */
  optional(name: string, kind: Variable['kind']): Variable | undefined;
}

/**
 * A class of layers: its forward pass, in operations of the program. What it takes to train it, and its form in every
 * backend, follows from these.
 *
 * @throws {Obstacle} if it cannot be as it is configured.
 */
export type LayerDefinition = (source: LayerSource) => Forward;

/** Why a layer cannot be part of a program, as the end of a sentence that begins with the layer. */
export class Obstacle extends Error {}

/** An axis of a configuration, where -1 is the last, counted from 0. */
export const axisFromStart = (axis: unknown, rank: number): number => (Number(axis ?? -1) + rank) % rank;
