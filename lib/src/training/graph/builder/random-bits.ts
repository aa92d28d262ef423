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
