import { changeRecipe, type Recipe, type RecipeChanges, recipeValues } from '../experiments/recipe.js';
import { lessonAbout, recipesByName } from '../lessons/find-lesson.js';
import { convolutionalOptions, modelOptions } from '../models/model-options.js';
import type { FlagValues } from '../options/flags.js';

/** Largest default size of a sweep's validation set. Datasets below 60,000 images use a sixth of them. */
const usualValidationSize = 10_000;

/**
 * All values of a trial, in the format of `mnist-lab train --config`.
 *
 * @param own The fixed values of the space, and the chosen values of this trial.
 * @param imageCount Number of images for training and validation together.
 */
export function trialValues(
  recipe: string | undefined,
  own: FlagValues,
  { dataset, imageCount }: { readonly dataset: string; readonly imageCount: number },
): FlagValues {
  const validationSize = Math.max(1, Math.min(usualValidationSize, Math.round(imageCount / 6)));
  if (recipe !== undefined) return { ...recipeValues(recipesByName[recipe]!, own), validationSize, ...own };
  // The defaults of `mnist-lab train`.
  const { filters, kernelSize, hiddenUnits } = convolutionalOptions;
  const network =
    own.architecture === 'cnn'
      ? { filters: filters.standard, kernelSize: kernelSize.standard, hiddenUnits: hiddenUnits.standard }
      : { hiddenUnits: modelOptions.hiddenUnits.standard, ...lessonAbout(dataset)?.network };
  return { ...network, epochs: 10, validationSize, standardize: false, ...own };
}

/**
 * Converts a trial's values to a recipe.
 *
 * @param dataset Name in the catalogue, or title of a folder.
 * @throws {RangeError} if a value is out of range, or conflicts with another one.
 */
export function sweepRecipe(dataset: string, values: FlagValues): Recipe {
  const plain: Recipe = {
    dataset,
    validationSize: 1,
    standardizeInputs: false,
    model: { name: lessonAbout(dataset)?.modelName ?? dataset },
    training: {},
  };
  return changeRecipe(plain, values as RecipeChanges);
}
