import { createRandom, permutation } from '../../random.js';
import type { Dataset } from '../dataset.js';
import { subset } from './subset.js';

/**
 * Puts the images, each with its label, in random order.
 *
 * @param seed Any safe integer; equal seeds give equal orders.
 * @returns A new dataset; the one given stays as it is.
 *
 * @example
 * const { train } = await loadDataset('mnist');
 * const shuffled = shuffle(train, 7);
 */
export function shuffle(dataset: Dataset, seed: number): Dataset {
  return subset(dataset, permutation(dataset.count, createRandom(seed)));
}
