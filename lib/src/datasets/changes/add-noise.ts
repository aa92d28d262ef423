import { createRandom } from '../../random.js';
import type { Dataset } from '../dataset.js';
import { mapImages } from './map-images.js';

/** Options of {@link addNoise}. */
export interface NoiseOptions {
  /** Standard deviation in grey levels (0 to 255). At least 0. */
  readonly standardDeviation: number;
  /** Seed of the noise, any safe integer. Equal seeds produce equal noise. */
  readonly seed: number;
}

/**
 * Adds Gaussian noise to every pixel, clamped to 0..255.
 *
 * @throws {RangeError} if the standard deviation is not a number of at least 0.
 *
 * @example
 * const { test } = await loadDataset('mnist');
 * const noisy = addNoise(test, { standardDeviation: 25, seed: 1 });
 */
export function addNoise(dataset: Dataset, { standardDeviation, seed }: NoiseOptions): Dataset {
  if (!(standardDeviation >= 0)) {
    throw new RangeError(
      `Adding noise: expected the standard deviation to be a number of at least 0 but found ${standardDeviation}.`,
    );
  }
  const random = createRandom(seed);
  return mapImages(dataset, (source, target) => {
    for (let pixel = 0; pixel < source.length; pixel++) {
      target[pixel] = source[pixel]! + standardDeviation * random.normal();
    }
  });
}
