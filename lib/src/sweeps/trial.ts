import path from 'node:path';
import type { Dataset } from '../datasets/dataset.js';
import type { LocationOptions } from '../datasets/dataset-files.js';
import { loadTrainingImages } from '../datasets/load-dataset.js';
import { prepareRecipe } from '../experiments/train-recipe.js';
import { setModelMetadata } from '../models/metadata.js';
import { saveModel } from '../models/save-model.js';
import type { FlagValues } from '../options/flags.js';
import type { EpochRecord, History } from '../training/history.js';
import { train } from '../training/train.js';
import { readPackedImages } from './sweep-data.js';
import { sweepRecipe } from './sweep-recipe.js';

/** The training images of a trial: from the node's cache, or from a file written by `packTrainingImages`. */
export type TrialDataset =
  | ({ readonly name: string } & LocationOptions)
  | { readonly name: string; readonly file: string };

/** The request to a trial's process, as one line of JSON. */
export interface TrialRequest {
  readonly dataset: TrialDataset;
  readonly values: FlagValues;
  readonly seed: number;
  /** Folder for the trial's checkpoint and its trained model. */
  readonly folder: string;
  /** File descriptor to which the process writes a line of JSON per epoch. */
  readonly descriptor: number;
}

/** The result of a trial's process. */
export interface TrialOutcome {
  readonly epochs: readonly EpochRecord[];
  /** The epoch whose weights the model has. */
  readonly epoch: number;
  readonly warnings: readonly string[];
}

/** The images for training and validation. The test images are not read. */
export async function trialImages(dataset: TrialDataset): Promise<Dataset> {
  if ('file' in dataset) return readPackedImages(dataset.file);
  const { name, ...location } = dataset;
  return loadTrainingImages(name, location);
}

/** Trains a trial, resuming an earlier attempt if there is one, and saves the model in its folder. */
export async function runTrial(
  { dataset, values, seed, folder }: Omit<TrialRequest, 'descriptor'>,
  onEpochEnd: (record: EpochRecord) => void,
): Promise<History> {
  const recipe = sweepRecipe(dataset.name, values);
  const { model, train: images, validation } = prepareRecipe(recipe, await trialImages(dataset), { seed });
  const { epochs = 10 } = recipe.training;
  const history = await train(model, images, {
    ...recipe.training,
    ...{ validation, seed, onEpochEnd },
    // With ten checkpoints, a lost trial repeats about a tenth of its epochs. A checkpoint per epoch would cost
    // more time.
    checkpoint: {
      directory: path.join(folder, 'checkpoint'),
      everyEpochs: Math.ceil(epochs / 10),
      resume: true,
    },
  });
  setModelMetadata(model, { trainedWith: { dataset: dataset.name, ...values, seed } });
  await saveModel(model, path.join(folder, 'model'));
  return history;
}
