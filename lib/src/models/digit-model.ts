import type { Sequential } from '@tensorflow/tfjs-node';
import { createDenseClassifier, type DenseClassifierOptions } from './dense-classifier.js';

/**
 * The network for handwritten digits: 784 → 128 → 64 → 10 unless told otherwise.
 *
 * @example
 * const model = createDigitModel({ hiddenUnits: [256], seed: 1 });
 */
export function createDigitModel(options: DenseClassifierOptions = {}): Sequential {
  return createDenseClassifier({ name: 'digit', preprocessing: 'mnist', hiddenUnits: [128, 64], ...options });
}
