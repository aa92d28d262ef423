import { type Random, shuffledIndices } from '../../random.js';
import type { Augmentation } from '../options.js';
import { heldWidth } from './batch-input.js';

/** Everything random in an epoch but dropout's masks, drawn ahead; one entry for each row of each batch. */
export interface EpochDraws {
  /** Places of images in the dataset; the rows that fill up the last batch repeat the first ones. */
  readonly order: Int32Array;
  readonly shifts?: Int32Array;
  readonly flips?: Int32Array;
  /** Part of the row's own image; the rest is another one of the batch. */
  readonly parts?: Float32Array;
  /** One for each step, from which dropout's masks are computed. */
  readonly seeds: Int32Array;
}

/**
 * @param count images of the dataset.
 * @param rowCount rows of all batches: `steps × batchSize`, not less than `count`.
 */
export function drawEpoch(
  random: Random,
  { count, rowCount, steps, columns }: { count: number; rowCount: number; steps: number; columns: number },
  { shiftPixels = 0, horizontalFlip = false, mixup = 0 }: Augmentation,
): EpochDraws {
  const shuffled = shuffledIndices(count, random);
  const order = new Int32Array(rowCount);
  order.set(shuffled);
  // Rows that only fill up the last batch are the first ones again.
  order.copyWithin(count, 0, rowCount - count);
  const seeds = filled(steps, () => random.integer(2 ** 32));
  const draws: { -readonly [Name in keyof EpochDraws]: EpochDraws[Name] } = { order, seeds };
  const width = heldWidth({ columns, margin: shiftPixels });
  const positions = 2 * shiftPixels + 1;
  if (shiftPixels > 0)
    draws.shifts = filled(rowCount, () => random.integer(positions) * width + random.integer(positions));
  if (horizontalFlip) draws.flips = filled(rowCount, () => random.integer(2));
  if (mixup > 0) draws.parts = Float32Array.from(order, () => beta(mixup, random));
  return draws;
}

/** `length` draws: a loop, because `Int32Array.from` takes five times as long. */
function filled(length: number, draw: () => number): Int32Array {
  const values = new Int32Array(length);
  for (let index = 0; index < length; index++) values[index] = draw();
  return values;
}

/** A draw from Beta(a, a), as the share of one of two draws from the gamma distribution. */
function beta(a: number, random: Random): number {
  const [first, second] = [gamma(a, random), gamma(a, random)];
  const sum = first + second;
  return sum > 0 ? first / sum : random.integer(2);
}

/** A draw from the gamma distribution (Marsaglia and Tsang 2000). */
function gamma(shape: number, random: Random): number {
  if (shape < 1) return gamma(shape + 1, random) * random.next() ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const x = random.normal();
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(random.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
