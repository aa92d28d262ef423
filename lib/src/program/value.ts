/** Types of the numbers that programs compute with. */
export type ElementType = 'float' | 'bfloat16' | 'int32' | 'uint8' | 'bool' | 'resource' | 'uint32';

/** Type and shape; a size of -1 stands for any number of images. */
export interface Result {
  readonly type: ElementType;
  readonly shape: readonly number[];
}

/** What is fixed about the use of an operation, such as the axes of a sum. */
export type Attributes = Readonly<Record<string, number | boolean | string | readonly number[]>>;

/** The use of an operation, by its name in the table of operations. */
export interface Application {
  readonly operation: string;
  readonly inputs: readonly Value[];
  readonly attributes: Attributes;
}

/** Numbers that are known while a program is built. */
export type Numbers = Float32Array | Float64Array | Int32Array | Uint32Array;

/** One value of a program under construction. */
export interface Value extends Result {
  /** Its backend's name for it. */
  readonly reference: string;
  /** Name of TensorFlow's node that it comes from. */
  readonly node: string;
  /** How it is computed; left out for inputs, variables and constants. */
  readonly source?: Application;
  /** The composite operation whose end it is, which has a gradient of its own. */
  readonly composite?: Application;
  /** Row-major, if they are known. */
  readonly constant?: Numbers;
}

/** A value, or a number that becomes a constant of the other operand's type. */
export type Operand = Value | number;

/** The number of elements of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
