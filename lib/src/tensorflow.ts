import type * as tfjs from '@tensorflow/tfjs-node';
import { loadTensorflow } from './load-tensorflow.js';

/**
 * TensorFlow.js with TensorFlow's native runtime. The types are those of `@tensorflow/tfjs-node`.
 *
 * @example
 * const product = tf.tidy(() => tf.matMul([[1, 2]], [[3], [4]]).dataSync());
 * console.log(product); // Float32Array(1) [ 11 ]
 */
export const tf: typeof tfjs = loadTensorflow();
