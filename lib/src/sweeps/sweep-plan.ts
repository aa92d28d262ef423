import { randomBytes } from 'node:crypto';
import type { Dataset } from '../datasets/dataset.js';
import type { FolderOptions } from '../datasets/own/load-image-folder.js';
import { recipeValues } from '../experiments/recipe.js';
import type { SweptOption } from '../figures/swept-option.js';
import { recipesByName } from '../lessons/find-lesson.js';
import { checkNetworkSize } from '../models/check-network-size.js';
import type { FlagValues } from '../options/flags.js';
import { ownVersion } from '../system/own-version.js';
import { learningRates } from '../training/schedule.js';
import { resolveTrainOptions } from '../training/train-options.js';
import { type ChosenValues, drawConfigurations } from './draw-configurations.js';
import type { ReadSpace, SearchSpace, VariedOption } from './space.js';
import type { SweepData } from './sweep-data.js';
import { sweepRecipe, trialValues } from './sweep-recipe.js';

/** One configuration of a sweep. */
export interface Configuration {
  /** Number of the configuration, from 1, in the order of the draws. */
  readonly number: number;
  /** Values of the varied options. */
  readonly chosen: ChosenValues;
  /** Values of all options. */
  readonly values: FlagValues;
  readonly epochs: number;
}

/** Name of the trial of a configuration with a seed: `'7-2'`. */
export function trialName(configuration: number, seed: number): string {
  return `${configuration}-${seed}`;
}

/**
 * Asynchronous successive halving: at certain epochs, the worse of the trials that have reached this epoch
 * are stopped.
 */
export interface Halving {
  /** Epochs of the longest trial. */
  readonly epochs: number;
  /** Epochs before the first decision. */
  readonly grace: number;
  /**
   * One in `factor` trials continues. Each decision comes after `factor` times the epochs of the previous
   * one.
   */
  readonly factor: number;
}

/**
 * The default: one in three trials continues after a tenth, three tenths and nine tenths of the epochs. It is
 * undefined for a single epoch.
 */
export function usualHalving(epochs: number): Halving | undefined {
  return epochs < 2 ? undefined : { epochs, grace: Math.max(1, Math.round(epochs / 10)), factor: 3 };
}

/** The request for a sweep, stored in its folder for `resume`. */
export interface SweepPlan {
  readonly identity: string;
  readonly version: string;
  readonly dataset: string;
  /** Checksum of a folder's training images. */
  readonly datasetSum?: string;
  readonly folderOptions?: FolderOptions;
  readonly validationCount: number;
  readonly space: object;
  readonly trials: number;
  readonly seeds: number;
  readonly seed: number;
  readonly halving?: Halving;
  /** Names of the varied options, in the order of the space. */
  readonly varied: readonly string[];
  /** The scale of each varied option in figures. */
  readonly scales: Readonly<Record<string, SweptOption['scale']>>;
  readonly configurations: readonly Configuration[];
}

/** The options that affect what is trained. */
export interface PlanChoices extends Pick<SweepPlan, 'trials' | 'seeds' | 'seed'> {
  readonly pruning: boolean;
}

/**
 * Draws and checks every configuration.
 *
 * @throws {RangeError} if values conflict, or do not fit the dataset.
 */
export function planSweep(
  space: SearchSpace,
  { recipe, fixed, varied }: ReadSpace,
  { name, title, train, packed }: SweepData,
  { trials, seeds, seed, pruning }: PlanChoices,
): SweepPlan {
  const base = { ...(recipe === undefined ? {} : recipeValues(recipesByName[recipe]!, fixed)), ...fixed };
  const configurations = drawConfigurations(varied, base, { trials, seed }).map(
    (chosen, index): Configuration => {
      const own = { ...fixed, ...chosen };
      const values = trialValues(recipe, own, { dataset: title, imageCount: train.count });
      const epochs = checkedEpochs(values, title, train, index + 1);
      return { number: index + 1, chosen, values, epochs };
    },
  );
  const halving = pruning ? usualHalving(Math.max(...configurations.map(({ epochs }) => epochs))) : undefined;
  return {
    identity: randomBytes(6).toString('hex'),
    version: ownVersion(),
    dataset: name,
    ...(packed ? { datasetSum: packed.sum, folderOptions: packed.options } : {}),
    validationCount: configurations[0]!.values.validationSize as number,
    ...{ space, trials, seeds, seed },
    ...(halving ? { halving } : {}),
    varied: varied.map(({ flag }) => flag.name),
    scales: Object.fromEntries(varied.map((option) => [option.flag.name, scaleOf(option)])),
    configurations,
  };
}

function scaleOf(option: VariedOption): SweptOption['scale'] {
  if (!('range' in option)) return 'categories';
  return option.how === 'logUniform' ? 'logarithmic' : 'linear';
}

function checkedEpochs(
  values: Configuration['values'],
  title: string,
  dataset: Dataset,
  number: number,
): number {
  try {
    const { model, training, validationSize } = sweepRecipe(title, values);
    const { rows, columns, classNames } = dataset;
    checkNetworkSize(model.name ?? title, {
      ...model,
      imageShape: [rows, columns],
      classCount: classNames.length,
    });
    const count = dataset.count - validationSize;
    if (count < 1)
      throw new RangeError(
        `expected validationSize to be less than the ${dataset.count} training images but found ${validationSize}.`,
      );
    // Only its existence matters here: trials always have a validation set.
    const validation = { count: validationSize } as never;
    const { epochs, batchSize, learningRate } = resolveTrainOptions({ ...training, validation }, count);
    if (batchSize > count)
      throw new RangeError(
        `expected batchSize to be at most the ${count} images to train on but found ${batchSize}.`,
      );
    learningRates(learningRate, epochs, Math.ceil(count / batchSize));
    return epochs;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const reason = error.message.replace(
      /^(Changing a recipe|Training|Planning the learning rate|Creating model ".*"): /,
      '',
    );
    throw new RangeError(`Planning trial ${number} of the sweep: ${reason}`, { cause: error });
  }
}
