import type { GreyImage } from '../../lib/src/images/grey-image.js';
import { preprocess } from '../../lib/src/images/preprocessing.js';

const usualSize = { rows: 28, columns: 28 };

/** A picture as MNIST's images were made: its largest character where several are found. */
export function likeMnist(picture: GreyImage, size = usualSize): Uint8Array {
  const { inputs } = preprocess(picture, 'mnist', size, true);
  const side = ({ box }: (typeof inputs)[number]) => Math.max(box.rows, box.columns);
  return [...inputs].sort((first, second) => side(second) - side(first))[0]!.pixels;
}

/** The picture of one garment as Fashion-MNIST's images were made. */
export function likeFashionMnist(picture: GreyImage, size = usualSize): Uint8Array {
  return preprocess(picture, 'fashion-mnist', size).inputs[0]!.pixels;
}
