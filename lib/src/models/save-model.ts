import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sequential } from '@tensorflow/tfjs-node';
import { writeWholeFile } from '../files/write-whole-file.js';
import { tf } from '../tensorflow.js';
import { type ModelMetadata, setModelMetadata } from './metadata.js';

/**
 * Writes a model to a folder, in tfjs's own format: `model.json`, which also holds the metadata (as
 * `userDefinedMetadata`), and a file of weights. A web page can load it with `tf.loadLayersModel`.
 *
 * The weights' file is named after its content and `model.json` is renamed into place last, so whoever reads the
 * folder, also after this process was killed, finds either the old model or the new one, whole.
 *
 * @param directory made where missing; a model already in it is replaced.
 * @param metadata changes to what is known about the model (see `setModelMetadata`), saved with it.
 *
 * @example
 * ```ts
 * await saveModel(createDigitModel(), 'build/models/digit', { test: { accuracy: 0.98, loss: 0.07 } });
 * ```
 */
export async function saveModel(
  model: Sequential,
  directory: string,
  metadata: Partial<ModelMetadata> = {},
): Promise<void> {
  const userDefinedMetadata = setModelMetadata(model, metadata);
  const doing = 'Saving a model';
  const handler = tf.io.withSaveHandler(async (artifacts) => {
    const weights = Buffer.from(tf.io.concatenateArrayBuffers([artifacts.weightData ?? []].flat()));
    const weightsFile = `weights-${createHash('sha256').update(weights).digest('hex').slice(0, 16)}.bin`;
    const json = {
      format: artifacts.format,
      generatedBy: artifacts.generatedBy,
      convertedBy: artifacts.convertedBy,
      modelTopology: artifacts.modelTopology,
      weightsManifest: [{ paths: [weightsFile], weights: artifacts.weightSpecs }],
      userDefinedMetadata,
    };
    await writeWholeFile(join(directory, weightsFile), weights, doing);
    await writeWholeFile(join(directory, 'model.json'), `${JSON.stringify(json, null, 1)}\n`, doing);
    for (const file of await readdir(directory))
      if (/^weights-[0-9a-f]{16}\.bin$/.test(file) && file !== weightsFile) await rm(join(directory, file));
    return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
  });
  await model.save(handler);
}
