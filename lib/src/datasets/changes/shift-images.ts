import { shiftPixels } from '../../images/shift-pixels.js';
import type { Dataset } from '../dataset.js';
import { mapImages } from './map-images.js';

/** How far to move images. */
export interface Shift {
  /** Pixels to the right, or to the left if negative. Defaults to 0. */
  readonly right?: number;
  /** Pixels down, or up if negative. Defaults to 0. */
  readonly down?: number;
}

/**
 * Shifts every image by whole pixels. Uncovered pixels become black.
 *
 * @throws {RangeError} if a distance is not an integer.
 *
 * @example
 * const { test } = await loadDataset('mnist');
 * const lower = shiftImages(test, { right: 0, down: 2 });
 */
export function shiftImages(dataset: Dataset, { right = 0, down = 0 }: Shift): Dataset {
  if (!Number.isInteger(right) || !Number.isInteger(down)) {
    throw new RangeError(
      `Shifting images: expected whole numbers of pixels but found ${right} to the right and ${down} down.`,
    );
  }
  return mapImages(dataset, (source, target) => shiftPixels(source, target, dataset, right, down));
}
