import type { Value } from './graph.js';
import type { Operations } from './operations.js';

/**
 * Random bits that depend on nothing but the step's seed, which draw of the step this is, and the place in it:
 * Murmur3's mixing of a counter, which XLA fuses into the operation that uses them.
 */
export function randomBits(ops: Operations, seed: Value, length: number, draw: number): Value {
  const start = ops.bitwiseXor(ops.multiply(seed, 0x9e3779b1), (draw * 0x85ebca6b + 0x165667b1) >>> 0);
  let bits = ops.add(ops.multiply(ops.range(length, 'uint32'), 0x9e3779b1), start);
  bits = ops.multiply(ops.bitwiseXor(bits, ops.shiftRight(bits, 16)), 0x85ebca6b);
  bits = ops.multiply(ops.bitwiseXor(bits, ops.shiftRight(bits, 13)), 0xc2b2ae35);
  return ops.bitwiseXor(bits, ops.shiftRight(bits, 16));
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
