import type { Sequential } from '@tensorflow/tfjs-node';
import { datasetEntry } from '../datasets/catalogue.js';
import { createDenseClassifier, type DenseClassifierOptions } from './dense-classifier.js';

/**
 * The network for clothing: 784 → 256 → 128 → 10 with dropout of 0.2 unless told otherwise, because clothes are
 * overfitted sooner than digits.
 *
 * @example
 * const model = createFashionModel({ dropoutRate: 0.3 });
 */
export function createFashionModel(options: DenseClassifierOptions = {}): Sequential {
  const names =
    options.classCount === undefined ? { classNames: datasetEntry('fashion-mnist').classNames } : {};
  return createDenseClassifier({
    name: 'fashion',
    preprocessing: 'fashion-mnist',
    hiddenUnits: [256, 128],
    dropoutRate: 0.2,
    ...names,
    ...options,
  });
}
