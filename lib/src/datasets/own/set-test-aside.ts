import { splitValidation } from '../changes/split-validation.js';
import type { Dataset } from '../dataset.js';

/** How images are set aside. */
export interface SetAsideOptions {
  /** A fraction, or a number of images. Defaults to 0.2. */
  readonly testSize?: number;
  /** Defaults to 1. */
  readonly seed?: number;
}

/**
 * Sets images aside for testing, of each class in proportion: a fraction of few is one at least, and leaves one.
 *
 * @param source Where the images come from, for messages.
 * @throws {RangeError} if there is one image or none.
 */
export function setTestAside(
  source: string,
  dataset: Dataset,
  { testSize = 0.2, seed = 1 }: SetAsideOptions,
): { readonly train: Dataset; readonly test: Dataset } {
  const { count } = dataset;
  if (count < 2)
    throw new RangeError(
      `Loading ${source}: expected at least two images, one to train on and one to test on, but found ${count}. Add some, or put images into folders train and test.`,
    );
  const isFraction = testSize > 0 && testSize < 1;
  const size = isFraction ? Math.min(count - 1, Math.max(1, Math.round(testSize * count))) : testSize;
  const { train, validation: test } = splitValidation(dataset, { size, seed });
  return { train, test };
}
