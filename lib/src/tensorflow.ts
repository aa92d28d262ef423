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

// tfjs caches the layer order of the last hundred models, which prevents their garbage collection.
// Recomputing the order of a sequence takes microseconds.
tf.env().set('TOPOLOGICAL_SORT_CACHE_MAX_ENTRIES', 1);

/** The version of TensorFlow's native library. */
export function nativeVersion(): string {
  return (tf.backend() as unknown as { readonly binding: { readonly TF_Version: string } }).binding
    .TF_Version;
}
