import type { Sequential } from '@tensorflow/tfjs-node';
import { type ConvolutionalModelOptions, createConvolutionalModel } from './convolutional-model.js';
import { createDenseClassifier } from './dense-classifier.js';
import type { Architecture } from './model-options.js';

/** Options of either kind of network. `filters`, `poolAfter` and `kernelSize` are for convolutional networks. */
export interface NetworkOptions extends ConvolutionalModelOptions {
  /** Kind of network. Defaults to `'dense'`. */
  readonly architecture?: Architecture;
}

/**
 * Creates a dense or a convolutional network.
 *
 * @throws {RangeError} if a value is outside its range, or the network has more than 100 million weights.
 * @throws {TypeError} if an option is unknown, or belongs to the other kind.
 */
export function createNetwork({ architecture = 'dense', ...options }: NetworkOptions): Sequential {
  return architecture === 'cnn' ? createConvolutionalModel(options) : createDenseClassifier(options);
}
