import { changeRecipe, type Recipe, type RecipeChanges, recipeValues } from '../experiments/recipe.js';
import { lessonAbout, recipesByName } from '../lessons/find-lesson.js';
import { convolutionalOptions, modelOptions } from '../models/model-options.js';
import type { FlagValues } from '../options/flags.js';

/** Images that a sweep holds back where its space does not say: enough to tell two configurations apart. */
const usualValidationSize = 10_000;

/**
 * Every value of a trial, spelled out, so that `mnist-lab train --config` does the same with them.
 *
 * @param own What the space says: values that are the same for every trial, and those that were chosen for this one.
 * @param imageCount Images to train on and to validate on, together.
 */
export function trialValues(
  recipe: string | undefined,
  own: FlagValues,
  { dataset, imageCount }: { readonly dataset: string; readonly imageCount: number },
): FlagValues {
  const validationSize = Math.max(1, Math.min(usualValidationSize, Math.round(imageCount / 6)));
  if (recipe !== undefined) return { ...recipeValues(recipesByName[recipe]!, own), validationSize, ...own };
  // As `mnist-lab train` has it where nothing is said.
  const { filters, kernelSize, hiddenUnits } = convolutionalOptions;
  const network =
    own.architecture === 'cnn'
      ? { filters: filters.standard, kernelSize: kernelSize.standard, hiddenUnits: hiddenUnits.standard }
      : { hiddenUnits: modelOptions.hiddenUnits.standard, ...lessonAbout(dataset)?.network };
  return { ...network, epochs: 10, validationSize, standardize: false, ...own };
}

/**
 * The recipe that a trial's values stand for.
 *
 * @param dataset Name in the catalogue, or title of a folder.
 * @throws {RangeError} if a value is out of its range, or does not go with another one.
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
