import { pixelCount } from '../../images/image-size.js';
import type { Dataset } from '../dataset.js';
import { imageAt } from '../image-at.js';

/**
 * Selects images with their labels, in the given order. An index may be repeated.
 *
 * @param indices Positions in the dataset, each from 0 to `dataset.count - 1`.
 * @returns A copy that shares only the class names with the original.
 * @throws {RangeError} if an index is out of range.
 *
 * @example
 * const { train } = await loadDataset('mnist');
 * const firstThree = subset(train, [0, 1, 2]);
 * console.log(firstThree.count); // 3
 */
export function subset(dataset: Dataset, indices: ArrayLike<number>): Dataset {
  const pixels = pixelCount(dataset);
  const images = new Uint8Array(indices.length * pixels);
  const labels = new Uint8Array(indices.length);
  for (let position = 0; position < indices.length; position++) {
    const index = indices[position]!;
    if (!Number.isInteger(index) || index < 0 || index >= dataset.count) {
      throw new RangeError(
        `Selecting samples: expected index ${position} to be an integer from 0 to ${dataset.count - 1} but found ${index}.`,
      );
    }
    images.set(imageAt(dataset, index), position * pixels);
    labels[position] = dataset.labels[index]!;
  }
  return { ...dataset, images, labels, count: indices.length };
}
