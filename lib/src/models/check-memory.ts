import { constants } from 'node:buffer';
import os from 'node:os';

const bytesPerWeight = 4;

/**
 * Refuses a network that could not be made, before anything is reserved for it.
 *
 * @param network The network in a few words, such as `'784 → 128 → 10'`.
 * @param weights Number of weights of each layer.
 * @throws {RangeError} if the weights do not fit into memory twice: they are drawn before TensorFlow copies them.
 */
export function checkMemory(name: string, network: string, weights: readonly number[]): void {
  const bytes = bytesPerWeight * weights.reduce((sum, count) => sum + count, 0);
  const largest = bytesPerWeight * Math.max(...weights);
  const memory = Math.min(os.totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  if (2 * bytes <= memory && largest <= constants.MAX_LENGTH) return;
  const limit =
    2 * bytes > memory
      ? `${gigabytes(memory / 2)}, half of this machine's memory`
      : `${gigabytes(constants.MAX_LENGTH)} in one layer, the most that Node holds in one piece`;
  throw new RangeError(
    `Creating model "${name}": expected weights of at most ${limit}, but ${network} needs ` +
      `${gigabytes(2 * bytes > memory ? bytes : largest)}. Take fewer hidden units, smaller images or fewer classes.`,
  );
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

/** Number of weights of each of some dense layers. @param sizes Numbers that go into and come out of them, first to last. */
export function denseWeights(sizes: readonly number[]): number[] {
  return sizes.slice(1).map((outputs, layer) => (sizes[layer]! + 1) * outputs);
}
