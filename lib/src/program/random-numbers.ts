import type { Operations } from './operations.js';
import { sizeOf, type Value } from './value.js';

/**
 * Random bits of a shape with at least one axis. They depend only on the step's seed, the number of the draw
 * within the step, and the position: a counter hashed with Murmur3's finalizer, which XLA fuses into the
 * consumer.
 */
export function randomBits(ops: Operations, seed: Value, shape: readonly number[], draw: number): Value {
  const rows = shape[0]!;
  const columns = sizeOf(shape.slice(1));
  const factor = 0x9e3779b1;
  const start = ops.bitwiseXor(ops.multiply(seed, factor), (draw * 0x85ebca6b + 0x165667b1) >>> 0);
  // Build the counter from two axes: TensorFlow folds constants, and a full-size table would be stored in the
  // program several times.
  const down = ops.add(ops.multiply(ops.range(rows, 'uint32'), Math.imul(columns, factor) >>> 0), start);
  const along = ops.multiply(ops.range(columns, 'uint32'), factor);
  let bits = ops.add(ops.reshape(down, [rows, 1]), along);
  bits = ops.multiply(ops.bitwiseXor(bits, ops.shiftRight(bits, 16)), 0x85ebca6b);
  bits = ops.multiply(ops.bitwiseXor(bits, ops.shiftRight(bits, 13)), 0xc2b2ae35);
  return ops.reshape(ops.bitwiseXor(bits, ops.shiftRight(bits, 16)), shape);
}

/** Uniform numbers above 0, from 24 random bits, which is a float's precision. The largest is rounded to 1. */
export function uniformNumbers(ops: Operations, bits: Value): Value {
  return ops.multiply(ops.add(ops.cast(ops.shiftRight(bits, 8), 'float'), 0.5), 2 ** -24);
}

/** Normally distributed numbers, each from two numbers of random bits (Box and Muller 1958). */
export function normalNumbers(ops: Operations, first: Value, second: Value): Value {
  const length = ops.squareRoot(ops.multiply(ops.log(uniformNumbers(ops, first)), -2));
  return ops.multiply(length, ops.cos(ops.multiply(uniformNumbers(ops, second), 2 * Math.PI)));
}
