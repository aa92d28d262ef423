import type { DenseClassifierOptions } from '../models/dense-classifier.js';
import { modelOptions } from '../models/model-options.js';
import type { ModelChoices } from '../models/option-types.js';
import {
  FlagConflictError,
  type FlagValues,
  flagsOf,
  flagsOfOptions,
  optionsOfFlags,
} from '../options/flags.js';
import type { OptionTree } from '../options/option.js';
import { resolveOptions } from '../options/resolve.js';
import { flags, wholeNumbers } from '../options/value-kind.js';
import { showValue } from '../text/escape.js';
import type { Augmentation, OptimizerChoice, TrainingChoices } from '../training/option-types.js';
import type { TrainOptions } from '../training/train-options.js';
import { trainingOptions } from '../training/training-options.js';

/** Everything that decides how good a trained network is, but the seed: which data, which network, which training. */
export interface Recipe {
  /** Name in the catalogue, or what the images are called if they are not from there. */
  readonly dataset: string;
  /** Images held back from training: for the learning curves and for fitting the temperature. */
  readonly validationSize: number;
  /** Whether inputs are shifted and scaled to mean 0 and standard deviation 1 over the training pixels. */
  readonly standardizeInputs: boolean;
  readonly model: DenseClassifierOptions;
  readonly training: TrainOptions;
}

// Images and classes are the dataset's, the seed is no part of a recipe, and a checkpoint or a log belongs to a single run.
const { imageShape, classCount, seed: networkSeed, name, ...network } = modelOptions;
const { seed, checkpoint, logDirectory, ...training } = trainingOptions;

const dataOptions = {
  validationSize: {
    kind: wholeNumbers({ from: 1 }),
    help: 'training images held back, to watch the training by',
  },
  standardize: { kind: flags, help: 'scale pixels to mean 0 and standard deviation 1' },
} as const;

/** Everything that a recipe can say, by the names that `mnist-lab train` and its configuration files have for it. */
export const recipeOptions: OptionTree = { ...network, ...training, ...dataOptions };

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

/** The options of all kinds of thing, whichever kind has them. */
type OptionsOf<Kinds> = {
  readonly [Name in Exclude<NamesOf<Kinds>, 'kind'>]?: Kinds extends { readonly [Own in Name]?: infer Value }
    ? Value
    : never;
};
type NamesOf<Kinds> = Kinds extends unknown ? keyof Kinds : never;

/** What of a recipe is to be different, by the names of `mnist-lab train`'s options in camel case. */
export interface RecipeChanges
  extends Pick<ModelChoices, 'hiddenUnits' | 'activation' | 'dropoutRate' | 'batchNormalization'>,
    Pick<
      TrainingChoices,
      'epochs' | 'batchSize' | 'labelSmoothing' | 'gradientClipNorm' | 'weightAveraging' | 'engine'
    >,
    OptionsOf<OptimizerChoice>,
    Augmentation {
  readonly schedule?: 'constant' | 'cosine' | 'one-cycle';
  /** Of all steps, or the highest of a schedule. */
  readonly learningRate?: number;
  /** Part of all steps over which a one-cycle rate rises. */
  readonly warmUpPart?: number;
  readonly optimizer?: OptimizerChoice['kind'];
  /** Part of the training after which augmentations become weaker, and what is left of them at its end. */
  readonly easingFrom?: number;
  readonly easingTo?: number;
  readonly validationSize?: number;
  readonly standardize?: boolean;
}

/**
 * A recipe of which some values are different: to see what each of them is good for.
 *
 * @param changes New values by name, such as `{ hiddenUnits: [32], epochs: 3 }`. With another optimizer or schedule
 *   the values of the old one go.
 * @returns A new recipe; the old one stays as it is.
 * @throws {TypeError} if there is no such name.
 * @throws {RangeError} if a value is outside its range, or does not go with the others.
 *
 * @example
 * ```ts
 * const small = changeRecipe(digits.recipe, { hiddenUnits: [32], epochs: 3 });
 * console.log(small.training.epochs); // 3
 * ```
 */
export function changeRecipe(recipe: Recipe, changes: RecipeChanges): Recipe {
  const known = flagsOf(recipeOptions).map((flag) => flag.name);
  for (const name of Object.keys(changes)) {
    if (!known.includes(name))
      throw new TypeError(`Changing a recipe: unknown value ${showValue(name)}. Known: ${known.join(', ')}.`);
  }
  const own = changes as FlagValues;
  const values = { ...recipeValues(recipe, own), ...own };
  const { validationSize, standardize, ...options } = placed(values);
  const part = (tree: OptionTree) =>
    Object.fromEntries(Object.entries(options).filter(([name]) => Object.hasOwn(tree, name)));
  return {
    dataset: recipe.dataset,
    validationSize: validationSize as number,
    standardizeInputs: standardize as boolean,
    model: { ...pick(recipe.model, ['name']), ...part(network) },
    training: part(training),
  };
}

function placed(values: FlagValues): Record<string, unknown> {
  try {
    const options = optionsOfFlags(recipeOptions, values);
    resolveOptions('Changing a recipe', recipeOptions, options);
    return options;
  } catch (error) {
    if (!(error instanceof FlagConflictError)) throw error;
    // Its message names flags as they are typed on a command line.
    const inCamelCase = error.message.replace(/--([a-z-]+)/g, (_, flag: string) =>
      flag.replace(/-([a-z])/g, (_match, letter: string) => letter.toUpperCase()),
    );
    throw new RangeError(`Changing a recipe: ${inCamelCase}`, { cause: error });
  }
}

function pick(from: object, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));
}
