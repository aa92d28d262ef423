import type { GreyImage } from '../../lib/src/images/grey-image.js';
import { preprocess } from '../../lib/src/images/preprocessing.js';

const usualSize = { rows: 28, columns: 28 };

/** Preprocesses an image like MNIST's images. If it has several characters, the largest one is used. */
export function likeMnist(picture: GreyImage, size = usualSize): Uint8Array {
  const { inputs } = preprocess(picture, 'mnist', size, true);
  const side = ({ box }: (typeof inputs)[number]) => Math.max(box.rows, box.columns);
  return [...inputs].sort((first, second) => side(second) - side(first))[0]!.pixels;
}

/** Preprocesses an image of one garment like Fashion-MNIST's images. */
export function likeFashionMnist(picture: GreyImage, size = usualSize): Uint8Array {
  return preprocess(picture, 'fashion-mnist', size).inputs[0]!.pixels;
}
