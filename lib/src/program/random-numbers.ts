import type { Operations } from './operations.js';
import { sizeOf, type Value } from './value.js';

/**
 * Random bits of a shape with at least one axis, that depend on nothing but the step's seed, which draw of the step this is, and the place
 * in it: Murmur3's mixing of a counter, which XLA fuses into the operation that uses them.
 */
export function randomBits(ops: Operations, seed: Value, shape: readonly number[], draw: number): Value {
  const rows = shape[0]!;
  const columns = sizeOf(shape.slice(1));
  const factor = 0x9e3779b1;
  const start = ops.bitwiseXor(ops.multiply(seed, factor), (draw * 0x85ebca6b + 0x165667b1) >>> 0);
  // The counter from its margins: TensorFlow works out at once what does not depend on the step, and a table as large
  // as all that is drawn would stand in the program several times.
  const down = ops.add(ops.multiply(ops.range(rows, 'uint32'), Math.imul(columns, factor) >>> 0), start);
  const along = ops.multiply(ops.range(columns, 'uint32'), factor);
  let bits = ops.add(ops.reshape(down, [rows, 1]), along);
  bits = ops.multiply(ops.bitwiseXor(bits, ops.shiftRight(bits, 16)), 0x85ebca6b);
  bits = ops.multiply(ops.bitwiseXor(bits, ops.shiftRight(bits, 13)), 0xc2b2ae35);
  return ops.reshape(ops.bitwiseXor(bits, ops.shiftRight(bits, 16)), shape);
}

/** Uniform numbers above 0 and below 1 from random bits: with 24 of the bits, as many as a float holds. */
export function uniformNumbers(ops: Operations, bits: Value): Value {
  return ops.multiply(ops.add(ops.cast(ops.shiftRight(bits, 8), 'float'), 0.5), 2 ** -24);
}

/** Numbers from the normal distribution, one from each pair of random bits (Box and Muller 1958). */
export function normalNumbers(ops: Operations, first: Value, second: Value): Value {
  const length = ops.squareRoot(ops.multiply(ops.log(uniformNumbers(ops, first)), -2));
  return ops.multiply(length, ops.cos(ops.multiply(uniformNumbers(ops, second), 2 * Math.PI)));
}
