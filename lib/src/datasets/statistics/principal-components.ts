import { pixelCount } from '../../images/image-size.js';
import type { Dataset } from '../dataset.js';
import { leadingDirections } from './leading-directions.js';

/** The directions in which images differ most, and each image's coordinates along them. */
export interface PrincipalComponents {
  /** Coordinates of each image: N × components, row-major, in units of pixel values. */
  readonly coordinates: Float32Array;
  /**
   * Unit vectors: components × pixels, row-major. The largest entry of each, by absolute value, is positive.
   */
  readonly components: Float32Array;
  /** Mean image, one value per pixel. */
  readonly mean: Float32Array;
  /** Variance along each component (sum of squares divided by N - 1), descending. */
  readonly explainedVariance: readonly number[];
  /** Explained variance as a fraction of the variance of all pixels, 0 to 1. */
  readonly explainedVarianceRatio: readonly number[];
}

/**
 * Finds the principal components of images and each image's coordinates. The images are copied as float32,
 * which takes at least four times their memory.
 *
 * @param dataset At least two images that are not all equal.
 * @param componentCount Number of components, at most the number of pixels. Defaults to 2.
 * @throws {RangeError} if there are too few images or components, or all images are equal.
 *
 * @example
 * const { test } = await loadDataset('mnist');
 * const { coordinates } = principalComponents(test, 2);
 */
export function principalComponents(dataset: Dataset, componentCount = 2): PrincipalComponents {
  const size = pixelCount(dataset);
  if (dataset.count < 2) {
    throw new RangeError(
      `Finding principal components: expected at least 2 images but found ${dataset.count}.`,
    );
  }
  if (!Number.isInteger(componentCount) || componentCount < 1 || componentCount > size) {
    throw new RangeError(
      `Finding principal components: expected their number to be an integer from 1 to ${size} but found ${componentCount}.`,
    );
  }
  const { mean, totalVariance } = pixelStatistics(dataset);
  if (totalVariance === 0)
    throw new RangeError('Finding principal components: expected images that differ but all are equal.');
  const vectors = leadingDirections(dataset, mean, componentCount);
  vectors.forEach(turnPositive);
  const coordinates = new Float32Array(dataset.count * componentCount);
  const explainedVariance = vectors.map((vector, component) => {
    const positions = project(dataset, mean, vector);
    positions.forEach((position, image) => {
      coordinates[image * componentCount + component] = position;
    });
    return positions.reduce((sum, position) => sum + position * position, 0) / (dataset.count - 1);
  });
  return {
    coordinates,
    components: Float32Array.from(vectors.flatMap((vector) => [...vector])),
    mean: Float32Array.from(mean),
    explainedVariance,
    explainedVarianceRatio: explainedVariance.map((variance) => variance / totalVariance),
  };
}

function pixelStatistics(dataset: Dataset) {
  const { images, count } = dataset;
  const size = pixelCount(dataset);
  const sums = new Float64Array(size);
  let sumOfSquares = 0;
  for (let start = 0; start < images.length; start += size) {
    for (let pixel = 0; pixel < size; pixel++) {
      const value = images[start + pixel]!;
      sums[pixel]! += value;
      sumOfSquares += value * value;
    }
  }
  const mean = sums.map((sum) => sum / count);
  const squaresOfMeans = mean.reduce((sum, value) => sum + value * value, 0);
  return { mean, totalVariance: (sumOfSquares - count * squaresOfMeans) / (count - 1) };
}

function project({ images, count }: Dataset, mean: Float64Array, direction: Float64Array): Float64Array {
  const size = mean.length;
  const offset = mean.reduce((sum, value, pixel) => sum + value * direction[pixel]!, 0);
  const positions = new Float64Array(count);
  for (let image = 0; image < count; image++) {
    const start = image * size;
    let sum = -offset;
    for (let pixel = 0; pixel < size; pixel++) sum += images[start + pixel]! * direction[pixel]!;
    positions[image] = sum;
  }
  return positions;
}

/** The sign of an eigenvector is arbitrary. Fixing it makes figures reproducible. */
function turnPositive(vector: Float64Array): void {
  const largest = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  if (largest > 0) return;
  vector.forEach((value, index) => {
    vector[index] = -value;
  });
}
