import { loadTensorflowJs, type TensorflowJs } from './load-tensorflow.js';

/**
 * TensorFlow.js, with or without TensorFlow's native runtime. Modules that load models or predict import it instead
 * of `tensorflow.ts`, because many networks predict without the native runtime.
 */
export const tf: TensorflowJs = loadTensorflowJs();

// tfjs caches the layer order of the last hundred models, which prevents their garbage collection.
// Recomputing the order of a sequence takes microseconds.
tf.env().set('TOPOLOGICAL_SORT_CACHE_MAX_ENTRIES', 1);

/** The version of TensorFlow's native library, or `undefined` while it is not loaded. */
export function nativeVersion(): string | undefined {
  if (tf.getBackend() !== 'tensorflow') return undefined;
  return (tf.backend() as unknown as { readonly binding: { readonly TF_Version: string } }).binding
    .TF_Version;
}
