import type { GreyImage } from '../../lib/src/images/grey-image.js';
import { preprocess } from '../../lib/src/images/preprocessing.js';

const usualSize = { rows: 28, columns: 28 };

/** The picture of one character as MNIST's images were made. */
export function likeMnist(picture: GreyImage, size = usualSize): Uint8Array {
  return preprocess(picture, 'mnist', size).inputs[0]!.pixels;
}

/** The picture of one garment as Fashion-MNIST's images were made. */
export function likeFashionMnist(picture: GreyImage, size = usualSize): Uint8Array {
  return preprocess(picture, 'fashion-mnist', size).inputs[0]!.pixels;
}
