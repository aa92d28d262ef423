import type { Dataset } from '../dataset.js';
import { mapImages } from './map-images.js';

/**
 * Mirrors every image left to right.
 *
 * @example
 * const { test } = await loadDataset('fashion-mnist');
 * const mirrored = flipImages(test);
 */
export function flipImages(dataset: Dataset): Dataset {
  const { columns } = dataset;
  return mapImages(dataset, (source, target) => {
    for (let row = 0; row < source.length; row += columns) {
      for (let column = 0; column < columns; column++) {
        target[row + column] = source[row + columns - 1 - column]!;
      }
    }
  });
}
