import type { DataFrame } from 'danfojs-node';
import type { Recipe } from '../experiments/recipe.js';
import {
  changeRecipe,
  type RecipeChanges,
  recipeOptions,
  recipeValues,
} from '../experiments/recipe-values.js';
import { flagsOf } from '../options/flags.js';
import { dataFrame } from './data-frame.js';
import { notebookParameters, type ParameterValue } from './parameters.js';

/** What a lesson can choose besides its recipe, in words. */
const lessonValues: Readonly<Record<string, string>> = {
  seed: 'start of all that is drawn by chance: same seed, same weights',
  shownImages: 'test images whose predictions are shown near the end',
  ablationEpochs: 'epochs of each network that is trained to see what an ingredient pays',
};

/** Names that parameters had before they were those of the command line. */
const formerNames = { peakLearningRate: 'learningRate' } as const;

/** A lesson's own parameters: the seed, and what else its cells need. */
type OwnParameters = { readonly seed: number } & { readonly [name: string]: ParameterValue };

/** Parameters of a lesson that trains by a recipe. */
export type RecipeParameters<Own extends OwnParameters> = Omit<Own, keyof RecipeChanges> & {
  /** With every value as it was chosen. */
  readonly recipe: Recipe;
  /** Every parameter by its name, those of the recipe among them. */
  readonly values: Readonly<Record<string, ParameterValue>>;
};

/**
 * The parameters of a notebook that trains by a recipe: the recipe's own values, those given here, and over both the
 * JSON object in the environment variable `MNIST_LAB_PARAMETERS`. {@link parametersTable} shows them all.
 *
 * @param own The seed, what else the cells need, and values of the recipe that are to be different.
 * @throws {SyntaxError} if the variable holds no JSON object.
 * @throws {RangeError} if it names a parameter the notebook does not have, or a value is outside its range.
 * @throws {TypeError} if a value has another type than the one it takes the place of.
 *
 * @example
 * ```ts
 * const parameters = recipeParameters(digitRecipe, { hiddenUnits: [32], seed: 1 });
 * console.log(parameters.recipe.model.hiddenUnits); // [ 32 ]
 * ```
 */
export function recipeParameters<const Own extends OwnParameters>(
  recipe: Recipe,
  own: Own & RecipeChanges,
): RecipeParameters<Own> {
  const names = new Set(flagsOf(recipeOptions).map(({ name }) => name));
  const isOfRecipe = ([name]: [string, unknown]) => names.has(name);
  const changed = changeRecipe(recipe, Object.fromEntries(Object.entries(own).filter(isOfRecipe)));
  const defaults = { ...recipeValues(changed), ...own } as Record<string, ParameterValue>;
  const values = notebookParameters(defaults, formerNames);
  const overridden = Object.entries(values).filter(([name, value]) => value !== defaults[name]);
  if (overridden.length > 0)
    process.stdout.write(
      'The text describes the run without these changes; yours will give other numbers.\n',
    );
  const lessonOwn = Object.entries(values).filter((entry) => !isOfRecipe(entry));
  const chosen = changeRecipe(changed, Object.fromEntries(overridden.filter(isOfRecipe)));
  return {
    ...Object.fromEntries(lessonOwn),
    recipe: chosen,
    values: { ...(recipeValues(chosen) as typeof defaults), ...Object.fromEntries(lessonOwn) },
  } as unknown as RecipeParameters<Own>;
}

/**
 * Every parameter with its value and what it means in a few words.
 *
 * @example
 * ```ts
 * const table = parametersTable(recipeParameters(digitRecipe, { seed: 1 }));
 * ```
 */
export function parametersTable({ values }: Pick<RecipeParameters<OwnParameters>, 'values'>): DataFrame {
  const words = new Map(flagsOf(recipeOptions).map(({ name, option }) => [name, option.help]));
  const names = Object.keys(values);
  return dataFrame({
    parameter: names,
    value: names.map((name) => show(values[name]!)),
    'what it is': names.map((name) => lessonValues[name] ?? words.get(name) ?? ''),
  });
}

function show(value: ParameterValue): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}
