import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Sequential } from '@tensorflow/tfjs-node';
import { loadTensorflow } from '../load-tensorflow.js';
import { nativeVersion } from '../tensorflow-js.js';
import { showValue } from '../text/escape.js';
import { formatBytes, listOf } from '../text/format.js';
import { compileClassifier } from './dense-classifier.js';
import { type InputRange, inputRangeNames, inputRanges } from './input-range.js';
import { javascriptNetwork } from './javascript-network.js';
import { modelMetadata, restoreMetadata, setModelMetadata } from './metadata.js';
import { setReadingNotes } from './model-reading.js';
import { releaseWhenUnused } from './release-weights.js';
import { adaptTopology, alignNames } from './storage/adapt-topology.js';
import { buildModel, reasonOf, requireMemory, tryModel } from './storage/build-model.js';
import { labelsBeside, requireNameOfEach } from './storage/class-labels.js';
import { findModel, type ModelPlace } from './storage/foreign-model.js';
import { elementCount, type ModelFile, modelFileLimits, parseModelFile } from './storage/model-file.js';
import { readWeights, setWeights } from './storage/stored-weights.js';

/** How to interpret the input of a model, if its files do not specify that. */
export interface LoadModelOptions {
  /**
   * Range of pixel values that the model expects. Defaults to the range given by its files or layers, else to
   * `'0..1'`.
   */
  readonly inputRange?: InputRange;
}

/**
 * Loads a model written by `saveModel`, with its metadata, or a model in tfjs's format from another tool: a
 * sequence of layers, or a functional model with one input and one output, also from Keras 3. If another
 * process saves the model at the same time, the old or the new version is returned, and never a mixture.
 *
 * For a model from another tool, class names are read from Teachable Machine's `metadata.json` or a list such as
 * `labels.txt` next to it. The range of the model's inputs and the kind of its outputs are inferred from the layers
 * (see `modelReading`).
 *
 * The model's memory is released when the model is garbage-collected, including tensors returned by
 * `getWeights()`. To use such a tensor, keep the model, or copy the tensor.
 *
 * @param location The folder of the model, or the path of its `model.json`.
 * @returns the model. For a model written by `saveModel`, probabilities are bit-identical to those before saving.
 * @throws {Error} if no model is found, or if it is damaged, truncated, modified after it was saved, has NaN
 *   or infinite weights, or refers to files outside the folder. The message names the file and the fix.
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
    compileClassifier(model);
    restoreMetadata(model, userDefinedMetadata ?? {}, doing);
    await readLabels(model, place.folder, userDefinedMetadata ?? {}, doing);
    if (inputRange !== undefined) setModelMetadata(model, { inputScaling: inputRanges[inputRange] });
    setReadingNotes(model, adapted.notes);
    tryStored(model, doing);
  } catch (error) {
    model.dispose();
    throw error;
  }
  return releaseWhenUnused(model);
}

function tryStored(model: Sequential, doing: string): void {
  // While TensorFlow is not loaded, convert the model to JavaScript instead of applying it: that checks its shapes
  // too.
  const isTried = nativeVersion() === undefined && javascriptNetwork(model) !== undefined;
  if (!isTried) loadTensorflow();
  try {
    requireMemory(model);
    if (!isTried) tryModel(model);
  } catch (cause) {
    throw new Error(
      `${doing}: it cannot be applied: ${reasonOf(cause)}. Save the model again, with layers that tfjs can apply here.`,
      { cause },
    );
  }
}

/** Reads class names from a file next to the model, unless its own metadata have them. */
async function readLabels(model: Sequential, folder: string, saved: object, doing: string): Promise<void> {
  if ('classNames' in saved) return;
  const labels = await labelsBeside(folder);
  if (!labels) return;
  requireNameOfEach(labels, modelMetadata(model).classNames.length, doing);
  const { classNames, inputRange, preprocessing } = labels;
  const scaling = inputRange && { inputScaling: inputRanges[inputRange] };
  setModelMetadata(model, { classNames, ...scaling, ...(preprocessing && { preprocessing }) });
}

/**
 * Reads a model's files. If reading the weights fails because the model was replaced meanwhile, reads the new
 * version.
 */
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

/**
 * @returns the text, and an identity that distinguishes the file from its replacements, even if their text is
 *   equal.
 */
async function readModelJson(file: string, doing: string): Promise<{ text: string; version: string }> {
  try {
    const status = await stat(file, { bigint: true });
    // Reading a named pipe would never end.
    if (!status.isFile()) throw new Error(`"${file}" is not a file`);
    const { bytes } = modelFileLimits;
    if (status.size > bytes)
      throw new RangeError(
        `${doing}: expected model.json to have at most ${formatBytes(bytes)} but found ${formatBytes(Number(status.size))}. Save the model again.`,
      );
    return { text: await readFile(file, 'utf8'), version: `${status.ino} ${status.mtimeNs}` };
  } catch (cause) {
    if (cause instanceof RangeError) throw cause;
    throw new Error(`${doing}: no readable model.json was found. Check the path.`, {
      cause,
    });
  }
}
