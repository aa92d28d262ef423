import type { ElementType, Numbers, Result, Value } from '../value.js';

/** TensorFlow's number of each element type used here (`types.proto`). */
export const elementTypes = {
  float: 1,
  int32: 3,
  uint8: 4,
  bool: 10,
  bfloat16: 14,
  resource: 20,
  uint32: 22,
} as const satisfies Record<ElementType, number>;

/** A value of a node's attribute. A bare number is an integer. */
export type Attribute =
  | number
  | boolean
  | { readonly float: number }
  | { readonly bytes: string }
  | { readonly integers: readonly number[] }
  | { readonly type: ElementType }
  | { readonly types: readonly ElementType[] }
  | { readonly shape: readonly number[] }
  | { readonly shapes: readonly (readonly number[])[] }
  | { readonly call: string }
  | { readonly tensor: Float32Array | Int32Array | Uint32Array; readonly shape: readonly number[] };

export type NodeAttributes = Readonly<Record<string, Attribute>>;

export interface Node {
  readonly name: string;
  readonly operation: string;
  readonly inputs: readonly string[];
  readonly attributes: NodeAttributes;
}

/** An output of a node: its name in the operation (used in functions), type and shape. */
export interface Output {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
}

/** Writes the nodes of operations. */
export interface NodeWriter {
  /** A node without side effects. Equal nodes with equal inputs are added once. */
  pure(
    operation: string,
    inputs: readonly Value[],
    attributes: NodeAttributes,
    outputs: readonly Output[],
  ): Value[];
  /**
   * Like `pure`, for an operation with one output. TensorFlow calls the output `output`, unless the operation
   * has another name for it.
   */
  single(
    operation: string,
    inputs: readonly Value[],
    attributes: NodeAttributes,
    result: Result,
    name?: Output['name'],
  ): Value;
  constant(numbers: Numbers, type: ElementType, shape: readonly number[]): Value;
}

/** A list of whole numbers as a constant. */
export function integers(writer: NodeWriter, values: readonly number[]): Value {
  return writer.constant(Int32Array.from(values), 'int32', [values.length]);
}

/** A whole number as a constant. */
export function integer(writer: NodeWriter, value: number): Value {
  return writer.constant(Int32Array.of(value), 'int32', []);
}
