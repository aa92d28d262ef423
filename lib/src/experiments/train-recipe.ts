import type { Dataset } from '../datasets/dataset.js';
import { setModelMetadata } from '../models/metadata.js';
import type { History } from '../training/history.js';
import { train } from '../training/train.js';
import type { TrainOptions } from '../training/train-options.js';
import { type PreparedRecipe, prepareRecipe } from './prepare-recipe.js';
import type { Recipe } from './recipe.js';
import { recipeValues } from './recipe-values.js';

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
 * const { model, history } = await trainRecipe(changeRecipe(smallDigitRecipe, { epochs: 1 }), images, { seed: 1 });
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
