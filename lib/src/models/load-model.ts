import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Sequential } from '@tensorflow/tfjs-node';
import { showValue } from '../text/escape.js';
import { formatBytes, listOf } from '../text/format.js';
import { compileClassifier } from './dense-classifier.js';
import { type InputRange, inputRangeNames, inputRanges } from './input-range.js';
import { modelMetadata, restoreMetadata, setModelMetadata } from './metadata.js';
import { setReadingNotes } from './model-reading.js';
import { releaseWhenUnused } from './release-weights.js';
import { adaptTopology, alignNames } from './storage/adapt-topology.js';
import { buildModel, reasonOf, tryModel } from './storage/build-model.js';
import { labelsBeside, requireNameOfEach } from './storage/class-labels.js';
import { findModel, type ModelPlace } from './storage/foreign-model.js';
import { elementCount, type ModelFile, modelFileLimits, parseModelFile } from './storage/model-file.js';
import { readWeights, setWeights } from './storage/stored-weights.js';

/** How to read a model of which its files do not say it. */
export interface LoadModelOptions {
  /** Range of the numbers that it takes for pixels. Defaults to what its files or layers say, else to `'0..1'`. */
  readonly inputRange?: InputRange;
}

/**
 * Reads a model that `saveModel` wrote, with its metadata, or one in tfjs's format that others made: a sequence of
 * layers, or a functional model with one input and one output, also of Keras 3. It may be saved again meanwhile: then one
 * of the two is returned, complete.
 *
 * What is known of a model made elsewhere is looked up: class names in Teachable Machine's `metadata.json` or a
 * `labels.txt` beside it, the range of its inputs and the meaning of its outputs in its layers (see `modelReading`).
 *
 * Its memory is given back when nothing refers to the model any more. A tensor taken from it with `getWeights()`
 * lives no longer than the model does: keep the model, or a copy of the tensor.
 *
 * @param location Its folder, or the path of its `model.json`.
 * @returns the same network: its probabilities are equal to those before saving, bit for bit.
 * @throws {Error} if the folder holds no model, or one that is damaged, cut short, changed after it was saved, has
 *   weights that are NaN or infinite, or names files outside of the folder; the message names file and remedy.
 *
 * @example
 * await saveModel(createDigitModel(), 'build/models/digit');
 * const model = await loadModel('build/models/digit');
 * console.log(modelMetadata(model).name); // digit
 */
export async function loadModel(
  location: string,
  { inputRange }: LoadModelOptions = {},
): Promise<Sequential> {
  const doing = `Loading a model from "${location}"`;
  if (inputRange !== undefined && !Object.hasOwn(inputRanges, inputRange))
    throw new RangeError(
      `${doing}: expected inputRange to be ${listOf(inputRangeNames, 'or')} but found ${showValue(inputRange)}.`,
    );
  const place = findModel(location, doing);
  const { modelTopology, weightsManifest, weightData, userDefinedMetadata } = await readStored(place, doing);
  const stored = { modelTopology, specs: weightsManifest.flatMap(({ weights }) => weights), weightData };
  const adapted = adaptTopology(stored, doing);
  const numbers = adapted.specs.reduce((sum, { shape }) => sum + elementCount(shape), 0);
  const model = await buildModel(adapted.modelTopology, numbers, doing);
  try {
    const names = model.weights.map(({ originalName }) => originalName);
    setWeights(model, adapted.weightData, alignNames(adapted.specs, names), doing);
    tryStored(model, doing);
    compileClassifier(model);
    restoreMetadata(model, userDefinedMetadata ?? {}, doing);
    await readLabels(model, place.folder, userDefinedMetadata ?? {}, doing);
    if (inputRange !== undefined) setModelMetadata(model, { inputScaling: inputRanges[inputRange] });
    setReadingNotes(model, adapted.notes);
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

/** Takes class names from a file next to the model if the model's own metadata have none. */
async function readLabels(model: Sequential, folder: string, saved: object, doing: string): Promise<void> {
  if ('classNames' in saved) return;
  const labels = await labelsBeside(folder);
  if (!labels) return;
  requireNameOfEach(labels, modelMetadata(model).classNames.length, doing);
  const { classNames, inputRange } = labels;
  const scaling = inputRange && { inputScaling: inputRanges[inputRange] };
  setModelMetadata(model, { classNames, ...scaling });
}

/** A model that is replaced while it is read loses its weights' files: then the new one is read. */
async function readStored(
  { folder, file: name }: ModelPlace,
  doing: string,
): Promise<ModelFile & { weightData: ArrayBuffer }> {
  for (let failed: string | undefined; ; ) {
    const { text, version } = await readModelJson(path.join(folder, name), doing);
    const file = parseModelFile(text, doing);
    try {
      return { ...file, weightData: await readWeights(folder, file.weightsManifest, doing) };
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
    // Reading a pipe of that name would never end.
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
