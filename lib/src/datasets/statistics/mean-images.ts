import { pixelCount } from '../../images/image-size.js';
import type { Dataset } from '../dataset.js';
import { classCounts } from './class-counts.js';

/**
 * Computes the mean image of each class.
 *
 * @returns Classes × rows × columns, row-major, 0 to 255. A class without images is all 0.
 *
 * @example
 * const { train } = await loadDataset('mnist');
 * const means = meanImages(train);
 * console.log(means.length); // 7840
 */
export function meanImages(dataset: Dataset): Float32Array {
  const pixels = pixelCount(dataset);
  const sums = new Float64Array(dataset.classNames.length * pixels);
  for (let image = 0; image < dataset.count; image++) {
    const start = dataset.labels[image]! * pixels;
    for (let pixel = 0; pixel < pixels; pixel++)
      sums[start + pixel]! += dataset.images[image * pixels + pixel]!;
  }
  const counts = classCounts(dataset);
  return Float32Array.from(sums, (sum, index) => sum / Math.max(1, counts[Math.floor(index / pixels)]!));
}
