import type { Sequential } from '@tensorflow/tfjs-node';
import { createDenseClassifier, type DenseClassifierOptions } from './dense-classifier.js';

const classNames = [
  'T-shirt/top',
  'Trouser',
  'Pullover',
  'Dress',
  'Coat',
  'Sandal',
  'Shirt',
  'Sneaker',
  'Bag',
  'Ankle boot',
];

/**
 * The network for clothing: 784 → 256 → 128 → 10 with dropout of 0.2 unless told otherwise, because clothes are
 * overfitted sooner than digits.
 *
 * @example
 * const model = createFashionModel({ dropoutRate: 0.3 });
 */
export function createFashionModel(options: DenseClassifierOptions = {}): Sequential {
  const names = options.classCount === undefined ? { classNames } : {};
  return createDenseClassifier({
    name: 'fashion',
    hiddenUnits: [256, 128],
    dropoutRate: 0.2,
    ...names,
    ...options,
  });
}
