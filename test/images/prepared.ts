import type { GreyImage } from '../../lib/src/images/grey-image.js';
import { prepareForm } from '../../lib/src/images/prepare-form.js';

const usualSize = { rows: 28, columns: 28 };

/** The picture of one character as MNIST's images were made. */
export function likeMnist(picture: GreyImage, size = usualSize): Uint8Array {
  return prepareForm(picture, 'digit', size).inputs[0]!.pixels;
}

/** The picture of one garment as Fashion-MNIST's images were made. */
export function likeFashionMnist(picture: GreyImage, size = usualSize): Uint8Array {
  return prepareForm(picture, 'garment', size).inputs[0]!.pixels;
}
