import { modelOptions } from '../models/model-options.js';
import { type FlagValues, flagsOfOptions } from '../options/flags.js';
import { trainingOptions } from '../training/training-options.js';
import type { Recipe } from './recipe.js';

/**
 * A recipe as the values that would be given for it on the command line.
 *
 * @param own Values that will be given besides: what belongs to another optimizer or schedule than theirs is left out.
 */
export function recipeValues(recipe: Recipe, own: FlagValues = {}): Record<string, unknown> {
  const { model, training, validationSize, standardizeInputs } = recipe;
  const { optimizer, learningRate, ...rest } = training;
  const isOther = (flag: string, values: FlagValues) => own[flag] !== undefined && own[flag] !== values[flag];
  const optimizerValues = flagsOfOptions(trainingOptions, { optimizer });
  const scheduleValues = flagsOfOptions(trainingOptions, { learningRate });
  return {
    ...flagsOfOptions(modelOptions, model),
    ...flagsOfOptions(trainingOptions, rest),
    ...(isOther('optimizer', optimizerValues) ? {} : optimizerValues),
    ...(isOther('schedule', scheduleValues) ? {} : scheduleValues),
    validationSize,
    standardize: standardizeInputs,
  };
}
