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

/** Where a trial has its training images from. */
export type TrialDataset =
  /** From the node's own verified cache. */
  | ({ readonly name: string } & LocationOptions)
  /** From a file as `packTrainingImages` makes them: a folder of the user's, which other nodes do not have. */
  | { readonly name: string; readonly file: string };

/** What a trial's process is told, as one line of JSON. */
export interface TrialRequest {
  readonly dataset: TrialDataset;
  readonly values: FlagValues;
  readonly seed: number;
  /** Where it keeps its state, and leaves the trained model. */
  readonly folder: string;
  /** Where it writes a line of JSON for each epoch. */
  readonly descriptor: number;
}

/** What a trial's process says at its end. */
export interface TrialOutcome {
  readonly epochs: readonly EpochRecord[];
  /** Number of the epoch whose weights the model has. */
  readonly epoch: number;
  readonly warnings: readonly string[];
}

/** The images that trials train and validate on; the test images are not read. */
export async function trialImages(dataset: TrialDataset): Promise<Dataset> {
  if ('file' in dataset) return readPackedImages(dataset.file);
  const { name, ...location } = dataset;
  return loadTrainingImages(name, location);
}

/**
 * Trains as one trial is to and leaves the model in its folder. What an earlier attempt has learned there is gone on with.
 */
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
    // A tenth of a training is what may have to be done again; writing its state after each epoch would cost more.
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
