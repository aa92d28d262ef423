import { constants } from 'node:buffer';
import os from 'node:os';

const bytesPerWeight = 4;

/**
 * Refuses a network that could not be made, before anything is reserved for it.
 *
 * @param sizes Numbers that go into and come out of its dense layers, first to last.
 * @throws {RangeError} if the weights do not fit into memory twice: they are drawn before TensorFlow copies them.
 */
export function checkMemory(name: string, sizes: readonly number[]): void {
  const weights = sizes.slice(1).map((outputs, layer) => (sizes[layer]! + 1) * outputs);
  const bytes = bytesPerWeight * weights.reduce((sum, count) => sum + count, 0);
  const largest = bytesPerWeight * Math.max(...weights);
  const memory = Math.min(os.totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  if (2 * bytes <= memory && largest <= constants.MAX_LENGTH) return;
  const limit =
    2 * bytes > memory
      ? `${gigabytes(memory / 2)}, half of this machine's memory`
      : `${gigabytes(constants.MAX_LENGTH)} in one layer, the most that Node holds in one piece`;
  throw new RangeError(
    `Creating model "${name}": expected weights of at most ${limit}, but ${sizes.join(' → ')} needs ` +
      `${gigabytes(2 * bytes > memory ? bytes : largest)}. Take fewer hidden units, smaller images or fewer classes.`,
  );
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
