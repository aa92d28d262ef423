import type { Operations } from '../program/operations.js';
import type { Value } from '../program/value.js';

/** A weight or statistic of a layer. */
export interface Variable {
  /** Unique within the network. */
  readonly name: string;
  readonly shape: readonly number[];
  /** Index of the variable in `model.getWeights()`. */
  readonly place: number;
  /** The optimizer changes weights and offsets. Weight decay is for weights only. The layer sets statistics. */
  readonly kind: 'weight' | 'offset' | 'statistic';
}

/** The context in which a forward pass is built. */
export interface Pass {
  readonly ops: Operations;
  /** Whether batch statistics and dropout apply. */
  readonly training: boolean;
  /** The variable's value at the start of the step. */
  read(variable: Variable): Value;
  /** Sets a statistic at the end of the step. */
  assign(variable: Variable, value: Value): void;
  /** Uniform random bits of a shape, `uint32`, different in each step. */
  randomBits(shape: readonly number[]): Value;
  /**
   * Weight of each row in the batch, N × 1, with sum 1. Padding rows in an epoch's last batch have 0.
   * It is undefined if every batch is full.
   */
  readonly rowWeights: Value | undefined;
}

/** Maps a layer's input to its output. The first axis is the batch. */
export type Forward = (pass: Pass, input: Value) => Value;

/** A layer of a tfjs model. */
export interface LayerSource {
  /** Result of `layer.getConfig()`. */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** Number of the input's axes, including the batch. */
  readonly rank: number;
  /** Whether the layer will be trained. */
  readonly training: boolean;
  /** The layer's variable with this name in tfjs, such as `kernel`, which must exist. */
  variable(name: string, kind: Variable['kind']): Variable;
  /** Like `variable`, but returns `undefined` if there is no variable with this name. */
  optional(name: string, kind: Variable['kind']): Variable | undefined;
}

/**
 * A class of layers, defined by its forward pass. Gradients and the form in every backend are derived from
 * it.
 *
 * @throws {Obstacle} if its configuration is not supported.
 */
export type LayerDefinition = (source: LayerSource) => Forward;

/** Thrown if a layer cannot be part of a program. The message is the end of a sentence that begins with the layer. */
export class Obstacle extends Error {}

/** Index of an axis, counted from 0. A negative axis counts from the end. By default, it is the last one. */
export const axisFromStart = (axis: unknown, rank: number): number => (Number(axis ?? -1) + rank) % rank;
