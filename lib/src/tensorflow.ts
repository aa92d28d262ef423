import type * as tfjs from '@tensorflow/tfjs-node';
import { loadTensorflow } from './load-tensorflow.js';

/**
 * TensorFlow.js on TensorFlow's own runtime. Types come from `@tensorflow/tfjs-node` itself.
 *
 * @example
 * const product = tf.tidy(() => tf.matMul([[1, 2]], [[3], [4]]).dataSync());
 * console.log(product); // Float32Array(1) [ 11 ]
 */
export const tf: typeof tfjs = loadTensorflow();

// tfjs keeps the order of the layers of the last hundred models that were applied, and with it the models, so that
// nothing frees them. Finding a sequence's order again takes microseconds.
tf.env().set('TOPOLOGICAL_SORT_CACHE_MAX_ENTRIES', 1);
