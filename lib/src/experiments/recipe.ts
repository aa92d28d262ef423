import type { NetworkOptions } from '../models/create-network.js';
import { type Architecture, architecture, convolutionalOptions } from '../models/model-options.js';
import type { ConvolutionalChoices } from '../models/option-types.js';
import {
  FlagConflictError,
  type FlagValues,
  flagsOf,
  flagsOfOptions,
  optionsOfFlags,
} from '../options/flags.js';
import { type OptionTree, withoutUndefined } from '../options/option.js';
import { resolveOptions } from '../options/resolve.js';
import { flags, wholeNumbers } from '../options/value-kind.js';
import { showValue } from '../text/escape.js';
import type { Augmentation, OptimizerChoice, TrainingChoices } from '../training/option-types.js';
import type { TrainOptions } from '../training/train-options.js';
import { trainingOptions } from '../training/training-options.js';

/** All options that affect the quality of a trained network, except the seed: data, network and training. */
export interface Recipe {
  /** Name in the catalogue, or any name for other images. */
  readonly dataset: string;
  /** Number of images held out for validation. */
  readonly validationSize: number;
  /** Whether inputs are scaled to mean 0 and standard deviation 1 over the training pixels. */
  readonly standardizeInputs: boolean;
  readonly model: NetworkOptions;
  readonly training: TrainOptions;
}

// The seed is not part of a recipe, and checkpoints and logs belong to a single run.
const { seed, checkpoint, logDirectory, ...training } = trainingOptions;

const dataOptions = {
  validationSize: {
    kind: wholeNumbers({ from: 1 }),
    help: 'number of training images held out for validation',
  },
  standardize: { kind: flags, help: 'scale pixels to mean 0 and standard deviation 1' },
} as const;

/** All options of a recipe, by their names in `mnist-lab train` and its configuration files. */
export const recipeOptions: OptionTree = { architecture, ...training, ...dataOptions };

/**
 * A recipe as values of flags.
 *
 * @param own Values that override the recipe's. If they replace its architecture, optimizer or schedule,
 *   options of the old one are dropped.
 */
export function recipeValues(recipe: Recipe, own: FlagValues = {}): Record<string, unknown> {
  const { model, training, validationSize, standardizeInputs } = recipe;
  const { optimizer, learningRate, ...rest } = training;
  const isOther = (flag: string, values: FlagValues) => own[flag] !== undefined && own[flag] !== values[flag];
  const optimizerValues = flagsOfOptions(trainingOptions, { optimizer });
  const scheduleValues = flagsOfOptions(trainingOptions, { learningRate });
  return {
    ...(isOther('architecture', { architecture: model.architecture ?? 'dense' }) ? {} : networkValues(model)),
    ...flagsOfOptions(trainingOptions, rest),
    ...(isOther('optimizer', optimizerValues) ? {} : optimizerValues),
    ...(isOther('schedule', scheduleValues) ? {} : scheduleValues),
    validationSize,
    standardize: standardizeInputs,
  };
}

/**
 * Converts flag values to network options.
 *
 * @throws {FlagConflictError} if an option belongs to another kind of network.
 */
export function networkOfFlags(values: FlagValues): NetworkOptions {
  const { architecture: chosen } = optionsOfFlags({ architecture }, values);
  const { kind, ...network } = (chosen ?? {}) as NetworkOptions & { readonly kind?: Architecture };
  return values.architecture === undefined ? network : { architecture: kind, ...network };
}

function networkValues({ architecture: kind, ...network }: NetworkOptions): Record<string, unknown> {
  return withoutUndefined({ architecture: kind, ...flagsOfOptions(convolutionalOptions, network) });
}

/** The options of all kinds of a union, merged into one type. */
type OptionsOf<Kinds> = {
  readonly [Name in Exclude<NamesOf<Kinds>, 'kind'>]?: Kinds extends { readonly [Own in Name]?: infer Value }
    ? Value
    : never;
};
type NamesOf<Kinds> = Kinds extends unknown ? keyof Kinds : never;

/** Changes to a recipe, by the names of `mnist-lab train`'s options in camel case. */
export interface RecipeChanges
  extends Omit<ConvolutionalChoices, 'imageShape' | 'classCount' | 'seed' | 'name'>,
    Pick<
      TrainingChoices,
      'epochs' | 'batchSize' | 'labelSmoothing' | 'clipNorm' | 'emaDecay' | 'precision' | 'engine'
    >,
    OptionsOf<OptimizerChoice>,
    Augmentation {
  /** Kind of network. */
  readonly architecture?: Architecture;
  readonly schedule?: 'constant' | 'cosine' | 'one-cycle';
  /** The constant learning rate, or the peak of a schedule. */
  readonly learningRate?: number;
  /** Fraction of all steps over which a one-cycle schedule increases the rate. */
  readonly warmupFraction?: number;
  readonly optimizer?: OptimizerChoice['kind'];
  /**
   * Fraction of the run after which augmentations become weaker. Their strength at the end is
   * `augmentFinalStrength`.
   */
  readonly augmentAnnealStart?: number;
  readonly augmentFinalStrength?: number;
  readonly validationSize?: number;
  readonly standardize?: boolean;
}

/**
 * Changes values of a recipe.
 *
 * @param changes New values by name, such as `{ hiddenUnits: [32], epochs: 3 }`. If the architecture,
 *   optimizer or schedule changes, options of the old one are removed.
 * @returns A new recipe. The old one is unchanged.
 * @throws {TypeError} if a name is unknown.
 * @throws {RangeError} if a value is out of range, or conflicts with others.
 *
 * @example
 * const small = changeRecipe(digits.recipe, { hiddenUnits: [32], epochs: 3 });
 * console.log(small.training.epochs); // 3
 */
export function changeRecipe(recipe: Recipe, changes: RecipeChanges): Recipe {
  const known = flagsOf(recipeOptions).map((flag) => flag.name);
  for (const name of Object.keys(changes)) {
    if (!known.includes(name))
      throw new TypeError(`Changing a recipe: unknown value ${showValue(name)}. Known: ${known.join(', ')}.`);
  }
  const own = changes as FlagValues;
  const values = { ...recipeValues(recipe, own), ...own };
  const { network, ...others } = placed(values);
  const { validationSize, standardize, ...training } = others;
  return {
    dataset: recipe.dataset,
    validationSize: validationSize as number,
    standardizeInputs: standardize as boolean,
    model: { ...pick(recipe.model, ['name']), ...network },
    training,
  };
}

/** Converts the values to the library's options and checks them. */
function placed(values: FlagValues) {
  const doing = 'Changing a recipe';
  try {
    const network = networkOfFlags(values);
    const others = optionsOfFlags({ ...training, ...dataOptions }, values);
    const { options } = architecture.kinds[network.architecture ?? 'dense'];
    const { architecture: kind, ...own } = network;
    resolveOptions(doing, { ...options, ...training, ...dataOptions }, { ...own, ...others });
    return { network, ...others } as { readonly network: NetworkOptions } & Record<string, unknown>;
  } catch (error) {
    if (!(error instanceof FlagConflictError)) throw error;
    // The message has flags such as --learning-rate: replace them by names of options.
    const inCamelCase = error.message.replace(/--([a-z-]+)/g, (_, flag: string) =>
      flag.replace(/-([a-z])/g, (_match, letter: string) => letter.toUpperCase()),
    );
    throw new RangeError(`${doing}: ${inCamelCase}`, { cause: error });
  }
}

function pick(from: object, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));
}
