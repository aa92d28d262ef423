import { createRandom, permutation } from '../../random.js';
import type { Dataset } from '../dataset.js';
import { subset } from './subset.js';

/**
 * Puts the images, with their labels, in random order.
 *
 * @param seed Any safe integer. Equal seeds produce equal orders.
 * @returns A new dataset. The original does not change.
 *
 * @example
 * const { train } = await loadDataset('mnist');
 * const shuffled = shuffle(train, 7);
 */
export function shuffle(dataset: Dataset, seed: number): Dataset {
  return subset(dataset, permutation(dataset.count, createRandom(seed)));
}
