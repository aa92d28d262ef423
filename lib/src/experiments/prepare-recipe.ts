import type { Sequential } from '@tensorflow/tfjs-node';
import { datasetEntry } from '../datasets/catalogue.js';
import { splitValidation } from '../datasets/changes/split-validation.js';
import type { Dataset } from '../datasets/dataset.js';
import { createDenseClassifier } from '../models/dense-classifier.js';
import { measureInputScaling } from '../models/input-scaling.js';
import type { Recipe } from './recipe.js';

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
 * const { model, train: trainingImages, validation } = prepareRecipe(smallDigitRecipe, images, { seed: 7 });
 * const history = await train(model, trainingImages, { ...smallDigitRecipe.training, validation, epochs: 1, seed: 7 });
 * ```
 */
export function prepareRecipe(
  recipe: Recipe,
  images: Dataset,
  options: { readonly seed?: number } = {},
): PreparedRecipe {
  const { train, validation } = splitValidation(images, { size: recipe.validationSize, seed: splitSeed });
  const model = createDenseClassifier({
    name: recipe.dataset,
    preprocessing: datasetEntry(recipe.dataset).preprocessing,
    classNames: images.classNames,
    imageShape: [images.rows, images.columns],
    ...(recipe.standardizeInputs ? { inputScaling: measureInputScaling(train.images) } : {}),
    seed: options.seed ?? 42,
    ...recipe.model,
  });
  return { model, train, validation };
}
