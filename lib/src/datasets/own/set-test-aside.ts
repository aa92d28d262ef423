import { splitValidation } from '../changes/split-validation.js';
import type { Dataset } from '../dataset.js';

/** Options of {@link setTestAside}. */
export interface SetAsideOptions {
  /** Size of the test set: a fraction, or a number of images. Defaults to 0.2. */
  readonly testSize?: number;
  /** Seed of the split. Defaults to 1. */
  readonly seed?: number;
}

/**
 * Splits off a stratified test set. A fraction takes at least one image and leaves at least one.
 *
 * @param source Where the images come from, for messages.
 * @throws {RangeError} if there are fewer than two images, or the size is invalid.
 */
export function setTestAside(
  source: string,
  dataset: Dataset,
  { testSize = 0.2, seed = 1 }: SetAsideOptions,
): { readonly train: Dataset; readonly test: Dataset } {
  const { count } = dataset;
  if (count < 2)
    throw new RangeError(
      `Loading ${source}: expected at least two images, one to train on and one to test on, but found ${count}. Add some, or put images into the folders train and test.`,
    );
  const isFraction = testSize > 0 && testSize < 1;
  const size = isFraction ? Math.min(count - 1, Math.max(1, Math.round(testSize * count))) : testSize;
  const { train, validation: test } = splitValidation(dataset, { size, seed });
  return { train, test };
}
