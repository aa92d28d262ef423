import { pixelCount } from '../images/image-size.js';
import type { Dataset } from './dataset.js';

/** Images without labels. */
export type Images = Pick<Dataset, 'images' | 'rows' | 'columns' | 'channels'>;

/** The pixels of one image, not copied. @throws {RangeError} if there is no image with that index. */
export function imageAt(all: Images, index: number): Uint8Array {
  const { images } = all;
  const size = pixelCount(all);
  if (!Number.isInteger(index) || index < 0 || (index + 1) * size > images.length) {
    throw new RangeError(
      `Using an image of a dataset: expected an index from 0 to ${Math.floor(images.length / size) - 1} but found ${index}.`,
    );
  }
  return images.subarray(index * size, (index + 1) * size);
}
