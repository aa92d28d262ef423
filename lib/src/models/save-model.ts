import type { Sequential } from '@tensorflow/tfjs-node';
import { setModelMetadata } from './metadata.js';
import type { ModelMetadata } from './model-metadata.js';
import { storeModel } from './storage/store-model.js';

/**
 * Writes a model to a folder, in tfjs's own format: `model.json`, which also holds the metadata (as
 * `userDefinedMetadata`) and sums by which `loadModel` sees damage, and a file of weights. A web page can load it with
 * `tf.loadLayersModel`.
 *
 * The weights' file is named after its content and `model.json` is renamed into place last, so whoever reads the
 * folder, also after this process was killed, finds either the old model or the new one, whole; of several saved at
 * once the last one wins. Weights of the model that was replaced stay until a later save removes them, for those who
 * are just reading it.
 *
 * @param directory made where missing; a model already in it is replaced.
 * @param metadata changes to what is known about the model (see `setModelMetadata`), saved with it.
 * @throws {RangeError} if a weight is NaN or infinite, or the metadata do not fit the model.
 * @throws {Error} if a file cannot be written, such as on a full disk: the message names it and the remedy, and the
 *   model that was there is as it was.
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
