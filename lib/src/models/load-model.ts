import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Sequential } from '@tensorflow/tfjs-node';
import { formatBytes } from '../text/format.js';
import { compileClassifier } from './dense-classifier.js';
import { restoreMetadata } from './metadata.js';
import { releaseWhenUnused } from './release-weights.js';
import { buildModel, reasonOf, tryModel } from './storage/build-model.js';
import { elementCount, type ModelFile, modelFileLimits, parseModelFile } from './storage/model-file.js';
import { readWeights, setWeights } from './storage/stored-weights.js';

/**
 * Reads a model that `saveModel` wrote, or any `tf.Sequential` in tfjs's format, with its metadata. It may be saved
 * anew meanwhile: what comes back is one of the two, whole.
 *
 * Its memory is given back when nothing refers to the model any more. A tensor taken from it with `getWeights()`
 * lives no longer than the model does: keep the model, or a copy of the tensor.
 *
 * @returns the same network: its probabilities are equal to those before saving, bit for bit.
 * @throws {Error} if the folder holds no model, or one that is damaged, cut short, changed after it was saved, has
 *   weights that are NaN or infinite, or names files outside of the folder; the message names file and remedy.
 *
 * @example
 * await saveModel(createDigitModel(), 'build/models/digit');
 * const model = await loadModel('build/models/digit');
 * console.log(modelMetadata(model).name); // digit
 */
export async function loadModel(directory: string): Promise<Sequential> {
  const doing = `Loading a model from "${directory}"`;
  const stored = await readStored(directory, doing);
  const { modelTopology, weightsManifest, weightData, userDefinedMetadata } = stored;
  const specs = weightsManifest.flatMap(({ weights }) => weights);
  const numbers = specs.reduce((sum, { shape }) => sum + elementCount(shape), 0);
  const model = await buildModel(modelTopology, numbers, doing);
  try {
    setWeights(model, weightData, specs, doing);
    tryStored(model, doing);
    compileClassifier(model);
    restoreMetadata(model, userDefinedMetadata ?? {}, doing);
  } catch (error) {
    model.dispose();
    throw error;
  }
  return releaseWhenUnused(model);
}

function tryStored(model: Sequential, doing: string): void {
  try {
    tryModel(model);
  } catch (cause) {
    throw new Error(
      `${doing}: it cannot be applied: ${reasonOf(cause)}. Save the model again, with layers that tfjs can apply here.`,
      { cause },
    );
  }
}

/** A model that is replaced while it is read loses its weights' files: then the new one is read. */
async function readStored(
  directory: string,
  doing: string,
): Promise<ModelFile & { weightData: ArrayBuffer }> {
  for (let failed: string | undefined; ; ) {
    const { text, version } = await readModelJson(path.join(directory, 'model.json'), doing);
    const file = parseModelFile(text, doing);
    try {
      return { ...file, weightData: await readWeights(directory, file.weightsManifest, doing) };
    } catch (error) {
      if (version === failed) throw error;
      failed = version;
    }
  }
}

/** @returns the text, and what tells the file from others that had its name before, even with the same text. */
async function readModelJson(file: string, doing: string): Promise<{ text: string; version: string }> {
  try {
    const status = await stat(file, { bigint: true });
    // A pipe of that name would keep one waiting for ever.
    if (!status.isFile()) throw new Error(`"${file}" is no file`);
    const { bytes } = modelFileLimits;
    if (status.size > bytes)
      throw new RangeError(
        `${doing}: expected model.json to have at most ${formatBytes(bytes)} but found ${formatBytes(Number(status.size))}. Save the model again.`,
      );
    return { text: await readFile(file, 'utf8'), version: `${status.ino} ${status.mtimeNs}` };
  } catch (cause) {
    if (cause instanceof RangeError) throw cause;
    throw new Error(`${doing}: expected a readable file model.json. Save one there with saveModel().`, {
      cause,
    });
  }
}
