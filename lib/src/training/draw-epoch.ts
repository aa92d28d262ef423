import { permutation, type Random } from '../random.js';
import type { HeldImages } from './augmentations/augmentation.js';
import type { ChosenAugmentation } from './augmentations/augmentation-table.js';

/** All random numbers drawn before an epoch, with one entry per row of each batch, unless stated otherwise. */
export interface EpochDraws {
  /** Indices of images in the dataset. The padding rows of the last batch repeat the first ones. */
  readonly order: Int32Array;
  /** A seed per step, for random numbers generated in the graph. */
  readonly seeds: Int32Array;
  /** Draws of augmentations, by their names. */
  readonly augmentations: Readonly<Record<string, Int32Array | Float32Array>>;
}

/**
 * @param count number of images in the dataset.
 * @param rowCount rows of all batches: `steps × batchSize`, at least `count`.
 * @param strengths of augmentations in each step, 0 to 1. They are omitted without annealing.
 */
export function drawEpoch(
  random: Random,
  { count, rowCount, steps }: { readonly count: number; readonly rowCount: number; readonly steps: number },
  chosen: readonly ChosenAugmentation[],
  images: HeldImages,
  strengths?: Float32Array,
): EpochDraws {
  const shuffled = permutation(count, random);
  const order = new Int32Array(rowCount);
  order.set(shuffled);
  // The padding rows of the last batch repeat the first rows of the epoch.
  order.copyWithin(count, 0, rowCount - count);
  const seeds = filled(new Int32Array(steps), () => random.integer(2 ** 32));
  const augmentations: Record<string, Int32Array | Float32Array> = {};
  for (const { name, augmentation, chosen: value } of chosen) {
    const { drawn } = augmentation;
    if (!drawn) continue;
    const empty = drawn.type === 'int32' ? new Int32Array(rowCount) : new Float32Array(rowCount);
    augmentations[name] = filled(empty, () => drawn.draw(random, value, images));
    if (strengths && drawn.none !== undefined) {
      const batchSize = rowCount / steps;
      const draws = augmentations[name];
      for (let row = 0; row < rowCount; row++)
        if (random.next() >= strengths[Math.floor(row / batchSize)]!) draws[row] = drawn.none;
    }
  }
  return { order, seeds, augmentations };
}

/** Fills an array in a loop, because `Int32Array.from` takes five times as long. */
function filled<Numbers extends Int32Array | Float32Array>(values: Numbers, draw: () => number): Numbers {
  for (let index = 0; index < values.length; index++) values[index] = draw();
  return values;
}
