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

/** The split that every run shares, whatever its seed, so that figures from validation images can be compared. */
export const splitSeed = 1;

/** A recipe's network and data, ready for `train(model, train, { ...recipe.training, validation, seed })`. */
export interface PreparedRecipe {
  /** The untrained network. */
  readonly model: Sequential;
  /** The images to train on. */
  readonly train: Dataset;
  /** The images held back. */
  readonly validation: Dataset;
}

/**
 * Splits the training images as a recipe asks and creates its network.
 *
 * @param recipe What to prepare.
 * @param images The dataset's training images, all of them.
 * @param options.seed Seed of the initial weights. Defaults to 42.
 * @throws {RangeError} if the recipe holds back more images than there are, or a size is out of range.
 *
 * @example
 * ```ts
 * const { train: images } = await loadDataset('mnist');
 * const { model, train: trainingImages, validation } = prepareRecipe(digits.smallRecipe, images, { seed: 7 });
 * const history = await train(model, trainingImages, { ...digits.smallRecipe.training, validation, epochs: 1, seed: 7 });
 * ```
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

/** What {@link trainRecipe} takes besides: the seed, and who is to be told how it goes. */
export type TrainRecipeOptions = Pick<
  TrainOptions,
  'seed' | 'logDirectory' | 'onProgress' | 'onEpochEnd' | 'onWarning' | 'signal'
>;

/** A recipe's network, trained, with the images that it was trained and watched by. */
export interface TrainedRecipe extends PreparedRecipe {
  readonly history: History;
}

/**
 * Trains by a recipe, from the beginning: splits the images, makes a new network and trains it. Called again, it
 * does the same again and gives the same weights; it never goes on from trained ones. How the network was trained is
 * kept with it, and saved with it by `saveModel`.
 *
 * @param images The dataset's training images, all of them; the recipe says how many of them are held back.
 * @param options With the seed of the initial weights and of the training, which defaults to 42.
 * @throws {RangeError} if the recipe holds back more images than there are, or a value is out of range.
 * @throws {TrainingDivergedError} if the loss is no longer a finite number.
 *
 * @example
 * ```ts
 * const { train: images, test } = await loadDataset('mnist');
 * const { model, history } = await trainRecipe(changeRecipe(digits.smallRecipe, { epochs: 1 }), images, { seed: 1 });
 * console.log(history.epochs.length); // 1
 * ```
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
