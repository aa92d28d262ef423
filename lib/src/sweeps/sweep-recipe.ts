import { isDatasetName } from '../datasets/catalogue.js';
import { changeRecipe, type RecipeChanges } from '../experiments/change-recipe.js';
import type { Recipe } from '../experiments/recipe.js';
import { type RecipeName, recipesByName } from '../experiments/recipe-names.js';
import { recipeValues } from '../experiments/recipe-values.js';
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
  recipe: RecipeName | undefined,
  own: FlagValues,
  { dataset, imageCount }: { readonly dataset: string; readonly imageCount: number },
): FlagValues {
  const validationSize = Math.max(1, Math.min(usualValidationSize, Math.round(imageCount / 6)));
  if (recipe !== undefined) return { ...recipeValues(recipesByName[recipe], own), validationSize, ...own };
  // As `mnist-lab train` has it where nothing is said.
  const network =
    dataset === 'fashion-mnist' ? { hiddenUnits: [256, 128], dropoutRate: 0.2 } : { hiddenUnits: [128, 64] };
  return { ...network, epochs: 10, validationSize, standardize: false, ...own };
}

/**
 * The recipe that a trial's values stand for.
 *
 * @param dataset Name in the catalogue, or title of a folder.
 * @throws {RangeError} if a value is out of its range, or does not go with another one.
 */
export function sweepRecipe(dataset: string, values: FlagValues): Recipe {
  const names: Readonly<Record<string, string>> = { mnist: 'digit', 'fashion-mnist': 'fashion' };
  const plain: Recipe = {
    // What folders hold is in no catalogue; the name goes no further than messages.
    dataset: isDatasetName(dataset) ? dataset : 'mnist',
    validationSize: 1,
    standardizeInputs: false,
    model: { name: names[dataset] ?? dataset },
    training: {},
  };
  return changeRecipe(plain, values as RecipeChanges);
}
