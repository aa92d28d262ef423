import { pixelSpread } from '../datasets/statistics/pixel-spread.js';

/** How pixels are scaled for a network: `(pixel / 255 - mean) / standardDeviation`. */
export interface InputScaling {
  /** Mean, which is subtracted after pixels are scaled to 0..1. */
  readonly mean: number;
  /** Standard deviation, by which pixels are divided last. It is above 0. */
  readonly standardDeviation: number;
}

/** Scaling to 0..1 only. */
export const unitScaling: InputScaling = { mean: 0, standardDeviation: 1 };

/**
 * Scales pixels to a network's input: `(pixel / 255 - mean) / standardDeviation`.
 *
 * @param images Pixels 0 to 255, any number of images.
 * @param scaling Defaults to 0..1: mean 0, standard deviation 1.
 * @returns As many numbers as there are pixels, in the same order.
 * @throws {RangeError} if the mean is not finite or the standard deviation not a finite number above 0.
 *
 * @example
 * console.log(scaleImages(Uint8Array.of(0, 255))); // Float32Array(2) [ 0, 1 ]
 */
export function scaleImages(images: Uint8Array, scaling: InputScaling = unitScaling): Float32Array {
  const { mean, standardDeviation } = scaling;
  if (!Number.isFinite(mean)) {
    throw new RangeError(`Scaling images: expected the mean to be a finite number but found ${mean}.`);
  }
  if (!Number.isFinite(standardDeviation) || standardDeviation <= 0) {
    throw new RangeError(
      `Scaling images: expected the standard deviation to be a number above 0 but found ${standardDeviation}.`,
    );
  }
  // Pixels have only 256 values: compute each once.
  const scaled = Float32Array.from({ length: 256 }, (_, pixel) => (pixel / 255 - mean) / standardDeviation);
  const result = new Float32Array(images.length);
  for (let index = 0; index < images.length; index++) result[index] = scaled[images[index]!]!;
  return result;
}

/**
 * Measures the scaling after which the pixels of these images have mean 0 and standard deviation 1.
 *
 * @param images Pixels 0 to 255, with at least two different values.
 * @throws {RangeError} if there are no pixels or all are equal.
 *
 * @example
 * console.log(measureInputScaling(Uint8Array.of(0, 255))); // { mean: 0.5, standardDeviation: 0.5 }
 */
export function measureInputScaling(images: Uint8Array): InputScaling {
  const { mean, standardDeviation } = pixelSpread(images);
  if (!(standardDeviation > 0)) {
    throw new RangeError(
      `Measuring the input scaling: expected pixels that differ but found ${images.length} with a standard deviation of ${standardDeviation}.`,
    );
  }
  return { mean, standardDeviation };
}
