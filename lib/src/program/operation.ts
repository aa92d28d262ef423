import type { OnnxGraph } from './onnx/onnx-graph.js';
import type { Operations } from './operations.js';
import type { NodeAttributes, NodeWriter, Output } from './tensorflow/node.js';
import type { Attributes, Result, Value } from './value.js';

/** The use of an operation whose gradient is wanted. */
export interface Call<A extends Attributes = Attributes> {
  readonly ops: Operations;
  readonly inputs: readonly Value[];
  readonly output: Value;
  readonly attributes: A;
  /** Gradient of the loss with respect to the output, of its shape. */
  readonly gradient: Value;
}

/**
 * The gradient with respect to each input, of that input's shape; built only where it is wanted. Undefined for inputs
 * that none reaches, such as indices.
 */
export type Gradient<A extends Attributes = Attributes> = (
  call: Call<A>,
) => readonly ((() => Value) | undefined)[];

/**
 * An operation: its result, its gradient, and its form in TensorFlow and in ONNX. Its form in JavaScript is the kernel of
 * its name in `javascript/runtime.ts`, which stands alone because exported modules contain it.
 */
export interface Primitive<A extends Attributes = Attributes> {
  result(inputs: readonly Value[], attributes: A): Result;
  /** Left out where a result changes in steps, or nothing trainable comes through it. */
  readonly gradient?: Gradient<A>;
  /** Whether its result never falls where its first input grows, number by number. */
  readonly isMonotone?: boolean;
  /** Multiplications that it takes, where these are most of the work of a program. */
  multiplications?(inputs: readonly Value[], result: Result): number;
  /** Whether it sums many products, which mixed precision computes in bfloat16. */
  readonly sumsProducts?: boolean;
  /** Whether TensorFlow's own kernel of it is much faster on CPU than what XLA compiles. */
  readonly isSlowUnderXla?: boolean;
  tensorflow(writer: NodeWriter, inputs: readonly Value[], attributes: A, result: Result): Value;
  /** Left out where no network needs it to predict. @param shapes of the inputs. @returns the result's name. */
  onnx?(
    graph: OnnxGraph,
    inputs: readonly string[],
    attributes: A,
    shapes: readonly (readonly number[])[],
  ): string;
}

/** An operation made of others, with a gradient that is faster or more exact than the derived one. */
export interface Composite<A extends Attributes = Attributes> {
  compose(ops: Operations, inputs: readonly Value[], attributes: A): Value;
  readonly gradient: Gradient<A>;
}

export type Operation = Primitive | Composite;

/** Declares an operation; the types of its own attributes hold in it. */
export function defineOperation<A extends Attributes>(operation: Primitive<A>): Primitive;
export function defineOperation<A extends Attributes>(operation: Composite<A>): Composite;
export function defineOperation(operation: unknown): unknown {
  return operation;
}

/** TensorFlow's form of an operation that is one node with the attribute `T` and one output. */
export function oneNode<A extends Attributes>(
  operation: string,
  output: Output['name'],
  attributes: (attributes: A, inputs: readonly Value[]) => NodeAttributes = () => ({}),
): Primitive<A>['tensorflow'] {
  return (writer, inputs, chosen, { type, shape }) => {
    const all = { T: { type: inputs[0]!.type }, ...attributes(chosen, inputs) };
    return writer.pure(operation, inputs, all, [{ name: output, type, shape }])[0]!;
  };
}

/** ONNX's form of an operation that is one operator. */
export function oneOperator(operator: string, attributes: Readonly<Record<string, number>> = {}) {
  const floats = Object.fromEntries(Object.entries(attributes).map(([name, float]) => [name, { float }]));
  return (graph: OnnxGraph, inputs: readonly string[]): string => graph.add(operator, inputs, floats);
}

/** The shape of two values together, as numpy broadcasts them. */
export function broadcast(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const [left, right] = [a[axis - rank + a.length] ?? 1, b[axis - rank + b.length] ?? 1];
    if (left !== right && left !== 1 && right !== 1)
      throw new RangeError(`Building a program: expected shapes that fit but found [${a}] and [${b}].`);
    return left === 1 ? right : left;
  });
}

/** The gradient of an input that was broadcast: the sum over the axes along which it was repeated. */
export function unbroadcast(ops: Operations, gradient: Value, shape: readonly number[]): Value {
  const added = gradient.shape.length - shape.length;
  const axes = gradient.shape.flatMap((size, axis) =>
    axis < added || (shape[axis - added] === 1 && size !== 1) ? [axis] : [],
  );
  return axes.length === 0 ? gradient : ops.reshape(ops.sum(gradient, axes), shape);
}
