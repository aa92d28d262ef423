import type { Sequential } from '@tensorflow/tfjs-node';
import { datasetEntry, isDatasetName } from '../datasets/catalogue.js';
import { splitValidation } from '../datasets/changes/split-validation.js';
import type { Dataset } from '../datasets/dataset.js';
import { createNetwork } from '../models/create-network.js';
import { measureInputScaling } from '../models/input-scaling.js';
import { setModelMetadata } from '../models/metadata.js';
import type { History } from '../training/history.js';
import { train } from '../training/train.js';
import type { TrainOptions } from '../training/train-options.js';
import { type Recipe, recipeValues } from './recipe.js';

/**
 * Seed of the validation split. It is the same for all runs, so that their validation accuracies are
 * comparable.
 */
export const splitSeed = 1;

/** An untrained network and its data, ready for `train(model, train, { ...recipe.training, validation, seed })`. */
export interface PreparedRecipe {
  readonly model: Sequential;
  readonly train: Dataset;
  readonly validation: Dataset;
}

/**
 * Splits the training images by a recipe and creates its network.
 *
 * @param images All training images of the dataset.
 * @param options.seed Seed of the initial weights. Defaults to 42.
 * @throws {RangeError} if the recipe holds out more images than there are, or a size is out of range.
 *
 * @example
 * const { train: images } = await loadDataset('mnist');
 * const { model, train: trainingImages, validation } = prepareRecipe(digits.smallRecipe, images, { seed: 7 });
 * const history = await train(model, trainingImages, { ...digits.smallRecipe.training, validation, epochs: 1, seed: 7 });
 */
export function prepareRecipe(
  recipe: Recipe,
  images: Dataset,
  options: { readonly seed?: number } = {},
): PreparedRecipe {
  const { train: trainingImages, validation } = splitValidation(images, {
    size: recipe.validationSize,
    seed: splitSeed,
  });
  const model = createNetwork({
    name: recipe.dataset,
    ...(isDatasetName(recipe.dataset) ? { preprocessing: datasetEntry(recipe.dataset).preprocessing } : {}),
    classNames: images.classNames,
    imageShape: [images.rows, images.columns],
    ...(recipe.standardizeInputs ? { inputScaling: measureInputScaling(trainingImages.images) } : {}),
    seed: options.seed ?? 42,
    ...recipe.model,
  });
  return { model, train: trainingImages, validation };
}

/** Options of {@link trainRecipe}: the seed, the folder for logs, callbacks and a signal. */
export type TrainRecipeOptions = Pick<
  TrainOptions,
  'seed' | 'logDirectory' | 'onProgress' | 'onEpochEnd' | 'onWarning' | 'signal'
>;

/** A trained recipe. */
export interface TrainedRecipe extends PreparedRecipe {
  readonly history: History;
}

/**
 * Trains a new network by a recipe. Equal calls produce equal weights. The recipe is stored in the network's
 * metadata.
 *
 * @param images All training images of the dataset. The recipe determines how many of them are held out.
 * @param options The seed of initial weights and training defaults to 42.
 * @throws {RangeError} if the recipe holds out more images than there are, or a value is out of range.
 * @throws {TrainingDivergedError} if the loss becomes NaN or infinite.
 *
 * @example
 * const { train: images, test } = await loadDataset('mnist');
 * const { model, history } = await trainRecipe(changeRecipe(digits.smallRecipe, { epochs: 1 }), images, { seed: 1 });
 * console.log(history.epochs.length); // 1
 */
export async function trainRecipe(
  recipe: Recipe,
  images: Dataset,
  options: TrainRecipeOptions = {},
): Promise<TrainedRecipe> {
  const { seed = 42 } = options;
  const prepared = prepareRecipe(recipe, images, { seed });
  const { model, train: trainingImages, validation } = prepared;
  const history = await train(model, trainingImages, { ...recipe.training, ...options, validation, seed });
  setModelMetadata(model, { trainedWith: { dataset: recipe.dataset, ...recipeValues(recipe), seed } });
  return { ...prepared, history };
}
