import { existsSync } from 'node:fs';
import type { Sequential } from '@tensorflow/tfjs-node';
import type { DownloadProgress } from '../datasets/acquisition/progress.js';
import { datasetNames, isDatasetName } from '../datasets/catalogue.js';
import type { LoadedDataset } from '../datasets/dataset.js';
import type { LoadOptions } from '../datasets/load-dataset.js';
import { colourPreprocessings, type Preprocessing } from '../images/preprocessing.js';
import type { InputRange } from '../models/input-range.js';
import type { ModelReading } from '../models/model-reading.js';
import { ProgressLine } from '../terminal/progress-line.js';
import { showValue } from '../text/escape.js';
import { formatBytes, listOf } from '../text/format.js';
import { didYouMean } from '../text/suggest.js';
import type { CommandContext, ParsedOptions } from './command.js';
import { inputError, usageError } from './exit-code.js';

/**
 * @throws {CommandError} if a name is not in the catalogue. The message suggests the closest name and lists
 *   all.
 */
export function checkDatasetNames(names: readonly string[]): void {
  for (const name of names) {
    if (isDatasetName(name)) continue;
    const suggestion = didYouMean(name, datasetNames);
    throw usageError(`Unknown dataset ${showValue(name)}.${suggestion} Known: ${datasetNames.join(', ')}.`);
  }
}

/** @throws {CommandError} if it is neither a name in the catalogue nor an existing path. */
export function checkDatasetOrFolder(nameOrFolder: string): void {
  if (isDatasetName(nameOrFolder) || existsSync(nameOrFolder)) return;
  const suggestion = didYouMean(nameOrFolder, datasetNames);
  const known = `Known datasets: ${datasetNames.join(', ')}.`;
  throw usageError(`No dataset, folder or file named ${showValue(nameOrFolder)}.${suggestion} ${known}`);
}

/**
 * Loads a dataset from the catalogue, downloading it if necessary, or from a folder or file.
 *
 * @throws {CommandError} if it is neither a known name nor an existing path, or cannot be read.
 */
export async function loadForCommand(
  nameOrFolder: string,
  options: LoadOptions,
  { terminal, signal }: CommandContext,
): Promise<LoadedDataset> {
  checkDatasetOrFolder(nameOrFolder);
  const { loadDataset } = await import('../datasets/load-dataset.js');
  const progress = new ProgressLine(terminal.progress);
  try {
    return await loadDataset(nameOrFolder, {
      ...options,
      signal,
      onProgress: (now) => progress.update(describeDownload(now)),
    });
  } catch (error) {
    signal.throwIfAborted();
    throw inputError((error as Error).message, error);
  } finally {
    progress.clear();
  }
}

/** Describes the progress of a download in one line. */
export function describeDownload({ dataset, source, bytes, totalBytes, ...now }: DownloadProgress): string {
  const percent = totalBytes > 0 ? Math.floor((100 * bytes) / totalBytes) : 0;
  const amount = `${formatBytes(bytes)} of ${formatBytes(totalBytes)}`;
  return `${dataset}: ${percent}%, ${amount}, ${formatBytes(Math.round(now.bytesPerSecond))}/s from ${source}`;
}

/** Warnings about skipped files and images that are in several splits. */
export function folderWarnings({ skipped = [], inBothSplits = [] }: LoadedDataset): string[] {
  const lines: string[] = [];
  if (skipped.length > 0) {
    lines.push(`${skipped.length} ${skipped.length === 1 ? 'file was' : 'files were'} skipped:`);
    lines.push(...skipped.map(({ file, reason }) => `  ${file}: ${reason}`));
  }
  if (inBothSplits.length > 0) {
    const pictures = inBothSplits.length === 1 ? 'image is' : 'images are';
    lines.push(
      `${inBothSplits.length} ${pictures} in several splits (data leakage), so the accuracy is too high:`,
    );
    lines.push(...inBothSplits.map((file) => `  ${file}`));
  }
  return lines;
}

/**
 * How a model's inputs and outputs are interpreted, with the preprocessing from the command line.
 *
 * @throws {CommandError} if the model takes no images, or takes colour images but the preprocessing makes grey
 *   ones.
 */
export async function readingForCommand(model: Sequential, options: ParsedOptions): Promise<ModelReading> {
  const { modelReading } = await import('../models/model-reading.js');
  let reading: ModelReading;
  try {
    reading = modelReading(model);
  } catch (error) {
    throw inputError((error as Error).message, error);
  }
  const { preprocessing = 'auto' } = options as { readonly preprocessing?: Preprocessing | 'auto' };
  const chosen = preprocessing === 'auto' ? reading.preprocessing : preprocessing;
  if (reading.input.channels === 3 && !colourPreprocessings.includes(chosen))
    throw usageError(
      `--preprocessing ${chosen} makes grey images but the model takes colour images. Use --preprocessing ${listOf(colourPreprocessings, 'or')}.`,
    );
  return { ...reading, preprocessing: chosen };
}

/**
 * Loads a model, by its folder or its `model.json`.
 *
 * @throws {CommandError} if no readable model is found.
 */
export async function loadModelForCommand(location: string, options: ParsedOptions): Promise<Sequential> {
  const { loadModel } = await import('../models/load-model.js');
  try {
    return await loadModel(location, { inputRange: options.inputRange as InputRange | undefined });
  } catch (error) {
    throw inputError(`${(error as Error).message} To train a new model, run \`mnist-lab train\`.`, error);
  }
}
