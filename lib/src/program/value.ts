/** Element types of a program's values. */
export type ElementType = 'float' | 'bfloat16' | 'int32' | 'uint8' | 'bool' | 'resource' | 'uint32';

/** Type and shape. A size of -1 is the variable batch size. */
export interface Result {
  readonly type: ElementType;
  readonly shape: readonly number[];
}

/** Attributes of an operation's application, such as the axes of a sum. */
export type Attributes = Readonly<Record<string, number | boolean | string | readonly number[]>>;

/** An application of an operation, by its name in the table. */
export interface Application {
  readonly operation: string;
  readonly inputs: readonly Value[];
  readonly attributes: Attributes;
}

/** Constants known when a program is built. */
export type Numbers = Float32Array | Float64Array | Int32Array | Uint32Array;

/** One value of a program under construction. */
export interface Value extends Result {
  /** Name of the value in its backend. */
  readonly reference: string;
  /** Name of the TensorFlow node that produces it. */
  readonly node: string;
  /** The operation that computes the value. It is omitted for inputs, variables and constants. */
  readonly source?: Application;
  /** The composite operation that returned the value, if any. Its gradient replaces that of `source`. */
  readonly composite?: Application;
  /** The numbers, row-major, if the value is constant. */
  readonly constant?: Numbers;
}

/** A value, or a number that becomes a constant of the other operand's type. */
export type Operand = Value | number;

/** The number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
