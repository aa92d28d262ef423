import { createRandom, type Random } from '../random.js';

/**
 * The generator of everything random in one epoch. It depends on nothing but the seed and the epoch's number, so a
 * training that goes on from a checkpoint draws what it would have drawn.
 */
export function epochRandom(seed: number, epoch: number): Random {
  return createRandom(Number(BigInt.asUintN(52, BigInt(seed) * 1_000_003n + BigInt(epoch))));
}
