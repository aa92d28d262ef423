import type { OnnxGraph } from './onnx/onnx-graph.js';
import type { Operations } from './operations.js';
import type { NodeAttributes, NodeWriter, Output } from './tensorflow/node.js';
import type { Attributes, Result, Value } from './value.js';

/** An application of an operation whose gradient is derived. */
export interface Call<A extends Attributes = Attributes> {
  readonly ops: Operations;
  readonly inputs: readonly Value[];
  readonly output: Value;
  readonly attributes: A;
  /** Gradient of the loss with respect to the output, in its shape. */
  readonly gradient: Value;
}

/**
 * The gradient with respect to each input, in its shape. It is built only if needed. It is undefined for
 * inputs without a gradient, such as indices.
 */
export type Gradient<A extends Attributes = Attributes> = (
  call: Call<A>,
) => readonly ((() => Value) | undefined)[];

/**
 * An operation: its result, its gradient, and its form in TensorFlow and ONNX. The kernel of the same name in
 * `javascript/runtime.ts` is its JavaScript form. That file is self-contained, because exported modules
 * include it.
 */
export interface Primitive<A extends Attributes = Attributes> {
  result(inputs: readonly Value[], attributes: A): Result;
  /**
   * Derives the gradient. It is omitted for step functions, for operations whose inputs never depend on trained
   * weights, and for operations that only composites and gradients use.
   */
  readonly gradient?: Gradient<A>;
  /** Whether the operation is monotonically increasing in its first input, elementwise. */
  readonly isMonotone?: boolean;
  /** Number of multiplications, if they dominate the cost of a program. */
  multiplications?(inputs: readonly Value[], result: Result): number;
  /** Whether the operation sums many products, which mixed precision computes in bfloat16. */
  readonly sumsProducts?: boolean;
  /** Whether TensorFlow's own kernel is much faster on CPU than XLA's code. */
  readonly isSlowUnderXla?: boolean;
  tensorflow(writer: NodeWriter, inputs: readonly Value[], attributes: A, result: Result): Value;
  /**
   * Adds the operation to an ONNX graph. It is omitted if no network needs it for prediction.
   *
   * @param shapes Shapes of the inputs.
   * @returns the result's name.
   */
  onnx?(
    graph: OnnxGraph,
    inputs: readonly string[],
    attributes: A,
    shapes: readonly (readonly number[])[],
  ): string;
}

/** An operation composed of others, with a gradient that is faster or more precise than the derived one. */
export interface Composite<A extends Attributes = Attributes> {
  compose(ops: Operations, inputs: readonly Value[], attributes: A): Value;
  readonly gradient: Gradient<A>;
}

export type Operation = Primitive | Composite;

/** Declares an operation with typed attributes. */
export function defineOperation<A extends Attributes>(operation: Primitive<A>): Primitive;
export function defineOperation<A extends Attributes>(operation: Composite<A>): Composite;
export function defineOperation(operation: unknown): unknown {
  return operation;
}

/** The TensorFlow form of an operation that is a single node with the attribute `T` and one output. */
export function oneNode<A extends Attributes>(
  operation: string,
  output: Output['name'],
  attributes: (attributes: A, inputs: readonly Value[]) => NodeAttributes = () => ({}),
): Primitive<A>['tensorflow'] {
  return (writer, inputs, chosen, result) => {
    const all = { T: { type: inputs[0]!.type }, ...attributes(chosen, inputs) };
    return writer.single(operation, inputs, all, result, output);
  };
}

/** The ONNX form of an operation that is a single operator. */
export function oneOperator(operator: string, attributes: Readonly<Record<string, number>> = {}) {
  const floats = Object.fromEntries(Object.entries(attributes).map(([name, float]) => [name, { float }]));
  return (graph: OnnxGraph, inputs: readonly string[]): string => graph.add(operator, inputs, floats);
}

/** The common shape of two values, broadcast as in NumPy. */
export function broadcast(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const [left, right] = [a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1];
    if (left !== right && left !== 1 && right !== 1)
      throw new RangeError(`Building a program: expected shapes that fit but found [${a}] and [${b}].`);
    return left === 1 ? right : left;
  });
}

/** The gradient of a broadcast input: the sum over the axes along which it was repeated. */
export function unbroadcast(ops: Operations, gradient: Value, shape: readonly number[]): Value {
  const added = gradient.shape.length - shape.length;
  const axes = gradient.shape.flatMap((size, axis) =>
    axis < added || (shape[axis - added] === 1 && size !== 1) ? [axis] : [],
  );
  return axes.length === 0 ? gradient : ops.reshape(ops.sum(gradient, axes), shape);
}
