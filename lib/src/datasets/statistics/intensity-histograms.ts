import { pixelCount } from '../../images/image-size.js';
import type { Dataset } from '../dataset.js';
import { classCounts } from './class-counts.js';

/** Distribution of the grey values in the images of each class. */
export interface IntensityHistograms {
  /**
   * Edges of the bins, one more than there are bins: bin `i` contains pixels from `edges[i]` to below
   * `edges[i + 1]`.
   */
  readonly edges: readonly number[];
  /** For each class, the fraction of its pixels in each bin. Rows sum to 1, or to 0 for an empty class. */
  readonly shares: readonly (readonly number[])[];
}

/**
 * Counts grey values per class.
 *
 * @param binCount Number of bins, a divisor of 256. Defaults to 32.
 * @throws {RangeError} if the bin count does not divide 256.
 *
 * @example
 * const { train } = await loadDataset('mnist');
 * const { shares } = intensityHistograms(train, 16);
 */
export function intensityHistograms(dataset: Dataset, binCount = 32): IntensityHistograms {
  if (!Number.isInteger(binCount) || binCount < 1 || 256 % binCount !== 0) {
    throw new RangeError(
      `Counting grey values: expected the number of bins to divide 256 but found ${binCount}.`,
    );
  }
  const pixels = pixelCount(dataset);
  const counts = new Float64Array(dataset.classNames.length * 256);
  for (let image = 0; image < dataset.count; image++) {
    const start = dataset.labels[image]! * 256;
    for (let pixel = 0; pixel < pixels; pixel++) counts[start + dataset.images[image * pixels + pixel]!]!++;
  }
  const width = 256 / binCount;
  const shares = classCounts(dataset).map((images, classIndex) =>
    Array.from({ length: binCount }, (_, bin) => {
      const first = classIndex * 256 + bin * width;
      const sum = counts.subarray(first, first + width).reduce((total, count) => total + count, 0);
      return sum / Math.max(1, images * pixels);
    }),
  );
  return { edges: Array.from({ length: binCount + 1 }, (_, bin) => bin * width), shares };
}
