import type { Sequential } from '@tensorflow/tfjs-node';
import type { Value } from '../graph/builder/graph.js';
import type { Operations } from '../graph/builder/operations.js';

/** A weight or statistic of a layer, as the graph holds it. */
export interface Variable {
  /** Unique within the graph. */
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
  /** Says what the gradient of the loss is with respect to a weight or offset. */
  gradient(variable: Variable, value: Value): void;
  /** Uniform random bits, rows × columns, `uint32`, another draw in each step. */
  randomBits(rows: number, columns: number): Value;
  /**
   * Weight of each row in the batch, N × 1, that sum to 1: the rows that only fill up an epoch's last batch have 0.
   * Undefined where every batch is full.
   */
  readonly rowWeights: Value | undefined;
}

/** What a layer gives in a forward pass, with what it takes to go back. */
export interface LayerResult {
  readonly output: Value;
  /** From the gradient of the loss with respect to the output to that with respect to the input. */
  backward(gradient: Value): Value;
}

/** A layer the graph can train. */
export interface GraphLayer {
  readonly variables: readonly Variable[];
  forward(pass: Pass, input: Value): LayerResult;
}

/** A layer of a tfjs model, as the compiler of its class gets to know it. */
export interface LayerSource {
  readonly layer: Sequential['layers'][number];
  /** What `layer.getConfig()` gives. */
  readonly configuration: Readonly<Record<string, unknown>>;
  /** The layer's variable of that name, such as `kernel`; undefined if it has none. */
  variable(name: string, kind: Variable['kind']): Variable | undefined;
  /** Whether no layer before it has weights. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/**
 * Gives the graph's form of a layer; undefined if there is nothing to compute.
 *
 * @throws {Obstacle} if the graph cannot train it as it is configured.
 */
export type LayerCompiler = (source: LayerSource) => GraphLayer | undefined;

/** Thrown by compilers: why a layer cannot be part of a graph, as the end of a sentence. */
export class Obstacle extends Error {}
