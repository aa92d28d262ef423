import type { DataFrame } from 'danfojs-node';
import {
  changeRecipe,
  type Recipe,
  type RecipeChanges,
  recipeOptions,
  recipeValues,
} from '../experiments/recipe.js';
import { flagsOf } from '../options/flags.js';
import { prepareDrawing } from './browser/picture.js';
import { dataFrame } from './data-frame.js';
import { findKernel } from './kernel.js';
import { notebookParameters, type ParameterValue } from './parameters.js';

/** Old names of parameters, which are still accepted, each with the current name. */
const formerNames = { peakLearningRate: 'learningRate' } as const;

type Values = Readonly<Record<string, ParameterValue>>;

/** A lesson's own parameters: the seed, and others that its cells need. */
type OwnParameters = { readonly seed: number } & { readonly [name: string]: ParameterValue };

/** Parameters of a lesson that trains by a recipe. */
export type RecipeParameters<Own extends OwnParameters> = Omit<Own, keyof RecipeChanges> & {
  /** The recipe with all changes. */
  readonly recipe: Recipe;
  /** Every parameter by name, including those of the recipe. */
  readonly values: Values;
};

/**
 * The parameters of a notebook that trains by a recipe: the recipe's values, overridden by `own`. The JSON object
 * in the environment variable `MNIST_LAB_PARAMETERS` overrides both. `parametersTable` lists all parameters. If
 * the variable changes a value, or `own` sets a value of the recipe, a line on standard output warns that the
 * text describes another run. In a notebook, the browser that draws static charts starts in the background.
 *
 * @param own The seed, values for the notebook's cells, and changes to the recipe.
 * @throws {SyntaxError} if the variable is not a JSON object.
 * @throws {RangeError} if a parameter is unknown, or a value is out of range.
 * @throws {TypeError} if a value has another type than the one it replaces.
 *
 * @example
 * const parameters = recipeParameters(digits.recipe, { hiddenUnits: [32], seed: 1 });
 * console.log(parameters.recipe.model.hiddenUnits); // [ 32 ]
 */
export function recipeParameters<const Own extends OwnParameters>(
  recipe: Recipe,
  own: Own & RecipeChanges,
): RecipeParameters<Own> {
  if (findKernel()) prepareDrawing();
  const changed = changeRecipe(recipe, only(own, isOfRecipe));
  const defaults = recipeDefaults(recipe, own);
  const values = notebookParameters(defaults);
  const overridden = only(values, (name) => values[name] !== defaults[name]);
  for (const [former, name] of Object.entries(formerNames))
    if (former in overridden) overridden[name] = overridden[former]!;
  if (Object.keys({ ...overridden, ...only(own, isOfRecipe) }).length > 0)
    process.stdout.write(
      "The text describes the run with the recipe's own values. Yours will give other numbers.\n",
    );
  const lessonOwn = only(values, (name) => !isOfRecipe(name) && !(name in formerNames));
  const chosen = changeRecipe(changed, only(overridden, isOfRecipe));
  return {
    ...lessonOwn,
    recipe: chosen,
    values: { ...(recipeValues(chosen) as Values), ...lessonOwn },
  } as unknown as RecipeParameters<Own>;
}

/** Every parameter that {@link recipeParameters} accepts from the environment, with its default. */
export function recipeDefaults(recipe: Recipe, own: OwnParameters & RecipeChanges): Values {
  const values = { ...recipeValues(changeRecipe(recipe, only(own, isOfRecipe))), ...own } as Values;
  const former = Object.entries(formerNames).filter(([, name]) => name in values);
  return { ...values, ...Object.fromEntries(former.map(([old, name]) => [old, values[name]!])) };
}

const recipeNames = new Set(flagsOf(recipeOptions).map(({ name }) => name));
const isOfRecipe = (name: string) => recipeNames.has(name);

function only<Value>(
  values: Readonly<Record<string, Value>>,
  which: (name: string) => boolean,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => which(name)));
}

const lessonValues: Readonly<Record<string, string>> = {
  seed: 'seed of the random number generator: same seed, same weights',
  shownImages: 'test images whose predictions are shown',
  studyEpochs: 'epochs per network of the incremental study',
};

/**
 * Parameters with their values and a short description each.
 *
 * @param chosen Names of the parameters, in the order of the rows. Defaults to all. Options that do not
 *   apply, such as weight decay for an optimizer without it, are omitted.
 * @throws {RangeError} if a name is neither a parameter nor an option of recipes.
 *
 * @example
 * const table = parametersTable(recipeParameters(digits.recipe, { seed: 1 }), ['epochs', 'batchSize']);
 */
export function parametersTable(
  { values }: { readonly values: Values },
  chosen: readonly string[] = Object.keys(values),
): DataFrame {
  const words = new Map(flagsOf(recipeOptions).map(({ name, option }) => [name, option.help]));
  const unknown = chosen.find((name) => !(name in values) && !isOfRecipe(name));
  if (unknown !== undefined)
    throw new RangeError(
      `Showing parameters: expected names of parameters but found "${unknown}". Known: ${Object.keys(values).join(', ')}.`,
    );
  const names = chosen.filter((name) => name in values);
  return dataFrame({
    hyperparameter: names,
    value: names.map((name) => show(values[name]!)),
    'what it is': names.map((name) => lessonValues[name] ?? withoutSource(words.get(name) ?? '')),
  });
}

/** Help text without its citation, such as `(Szegedy et al. 2016)`, and without a proposal, such as `; try 0.9`. */
function withoutSource(help: string): string {
  return help.replace(/ \([^()]* \d{4}[^()]*\)$/, '').replace(/; try .*/, '');
}

function show(value: ParameterValue): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}
