import { pixelCount } from '../../images/image-size.js';
import type { Dataset } from '../dataset.js';

/**
 * Applies a function that writes each changed image to `target`, which is black at first. Both images are
 * rows × columns, row-major. Labels are kept.
 */
export function mapImages(
  dataset: Dataset,
  change: (source: Uint8Array, target: Uint8ClampedArray) => void,
): Dataset {
  const pixels = pixelCount(dataset);
  const images = new Uint8Array(dataset.images.length);
  for (let start = 0; start < images.length; start += pixels) {
    // A clamped array rounds values and limits them to 0..255 when they are written.
    const target = new Uint8ClampedArray(images.buffer, start, pixels);
    change(dataset.images.subarray(start, start + pixels), target);
  }
  return { ...dataset, images };
}
