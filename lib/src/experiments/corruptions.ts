import { addNoise } from '../datasets/changes/add-noise.js';
import { rotateImages } from '../datasets/changes/rotate-images.js';
import { shiftImages } from '../datasets/changes/shift-images.js';
import type { Dataset } from '../datasets/dataset.js';

/** A change to images that preserves their class. */
export interface Corruption {
  readonly name: string;
  /** Functions that return a changed copy of the images. Accuracy is the mean over all of them. */
  readonly variants: readonly ((dataset: Dataset) => Dataset)[];
}

/** No change, for comparison. */
export const unchanged: Corruption = { name: 'unmodified', variants: [(dataset) => dataset] };

/** Shifts in each of the four directions. */
export const shifted = (pixels: number): Corruption => ({
  name: `shifted ${pixels} px`,
  variants: [
    (dataset) => shiftImages(dataset, { right: pixels }),
    (dataset) => shiftImages(dataset, { right: -pixels }),
    (dataset) => shiftImages(dataset, { down: pixels }),
    (dataset) => shiftImages(dataset, { down: -pixels }),
  ],
});

/** Rotations in both directions. */
export const rotated = (degrees: number): Corruption => ({
  name: `rotated ${degrees}°`,
  variants: [(dataset) => rotateImages(dataset, degrees), (dataset) => rotateImages(dataset, -degrees)],
});

/**
 * Noise with a standard deviation of a tenth of the range. It is visible, but people still recognise the
 * images.
 */
export const noisy: Corruption = {
  name: 'noisy',
  variants: [(dataset) => addNoise(dataset, { standardDeviation: 25, seed: 1 })],
};

/** @throws {RangeError} if the results of two models are not for the same corruptions in the same order. */
export function checkSameCorruptions(
  before: readonly { readonly name: string }[],
  after: readonly { readonly name: string }[],
): void {
  const [names, laterNames] = [before, after].map((results) => results.map(({ name }) => name).join(', '));
  if (names !== laterNames)
    throw new RangeError(
      `Comparing robustness: expected the same corruptions before and after but found ${names} before and ${laterNames} after.`,
    );
}
