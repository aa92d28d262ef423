import type { Sequential } from '@tensorflow/tfjs-node';
import { setModelMetadata } from './metadata.js';
import type { ModelMetadata } from './model-metadata.js';
import { storeModel } from './storage/store-model.js';

/**
 * Writes a model to a folder in tfjs's format: a file of weights, and `model.json` with the layers, the
 * metadata (as `userDefinedMetadata`) and checksums for `loadModel`. A web page can load it with
 * `tf.loadLayersModel`.
 *
 * Saving is atomic, even if the process is killed: a reader finds either the complete old model or the
 * complete new one. If several models are saved at the same time, the last one wins. The replaced model's
 * weights stay until a later save removes them, because they may still be being read.
 *
 * @param directory created if missing. A model already in it is replaced.
 * @param metadata changes to the model's metadata (see `setModelMetadata`), saved with it.
 * @throws {RangeError} if a weight is NaN or infinite, or the metadata do not fit the model.
 * @throws {Error} if a file cannot be written, such as on a full disk: the message names it and the fix, and
 *   an existing model is unchanged.
 *
 * @example
 * await saveModel(createDigitModel(), 'build/models/digit', { test: { accuracy: 0.98, loss: 0.07 } });
 */
export async function saveModel(
  model: Sequential,
  directory: string,
  metadata: Partial<ModelMetadata> = {},
): Promise<void> {
  await storeModel(model, directory, setModelMetadata(model, metadata), { doing: 'Saving a model' });
}
