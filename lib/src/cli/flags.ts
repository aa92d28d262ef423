import { preprocessingNames } from '../images/preprocessing.js';
import { recipesByName } from '../lessons/find-lesson.js';
import { lessons } from '../lessons/lessons.js';
import { architecture, modelOptions } from '../models/model-options.js';
import { describeFlag, type Flag, flagsOf } from '../options/flags.js';
import { isUnion, type OptionTable, type OptionTree } from '../options/option.js';
import { choices, flags, shapes, sharesOrCounts } from '../options/value-kind.js';
import { sweepOptions } from '../sweeps/sweep-options.js';
import { trainingOptions } from '../training/training-options.js';

/** Options of `mnist-lab train` in addition to those of the network and the training. */
export const commandOptions = {
  imageShape: {
    kind: shapes,
    help: 'size to scale the images of your folder to',
    standardText: 'their own size',
  },
  testSize: {
    kind: sharesOrCounts({ above: 0 }),
    help: 'fraction or number of images for testing, if there is no test folder',
    standardText: '0.2',
  },
  preprocessing: {
    kind: choices(...preprocessingNames),
    help: 'preprocessing for the images of your folder',
    standardText: 'resize',
  },
  skipBroken: {
    kind: flags,
    help: 'skip unreadable image files instead of failing',
  },
  validationSize: {
    kind: sharesOrCounts({ from: 0 }),
    standard: 0.1,
    help: 'fraction or number of training images for validation; 0 for none',
  },
  recipe: {
    kind: choices(...Object.keys(recipesByName)),
    help: 'recipe to start from, overridden by other options',
  },
  standardize: {
    kind: flags,
    help: 'scale pixels to mean 0 and standard deviation 1, not to 0..1',
  },
  calibrate: {
    kind: flags,
    help: 'calibrate the probabilities by temperature scaling on the validation set',
  },
} as const satisfies OptionTable;

/**
 * Options of the network on the command line. Image size and classes are not among them, because they come from
 * the dataset.
 */
export const networkOptions: OptionTree = { architecture, name: modelOptions.name };

/** Heading of each option's flags in the help. The flags of all other options are under 'Training:'. */
const headings: Readonly<Record<string, string>> = {
  imageShape: 'Data:',
  testSize: 'Data:',
  preprocessing: 'Data:',
  skipBroken: 'Data:',
  validationSize: 'Data:',
  recipe: 'Network:',
  standardize: 'Network:',
  ...Object.fromEntries(Object.keys(networkOptions).map((name) => [name, 'Network:'])),
  learningRate: 'Learning rate:',
  optimizer: 'Optimizer:',
  augmentation: 'Augmentation:',
  augmentationAnnealing: 'Augmentation:',
  earlyStopping: 'Early stopping and checkpoints:',
  checkpoint: 'Early stopping and checkpoints:',
};

/** All options in one tree. Their names are unique. */
const tree: OptionTree = { ...commandOptions, ...networkOptions, ...trainingOptions };

/** A flag with its texts in the help. Flags of `mnist-lab train` are also allowed in its configuration files. */
export interface TrainFlag extends Flag {
  readonly heading: string;
  /** Help text, including the default. */
  readonly description: string;
}

export const trainFlags: readonly TrainFlag[] = flagsOf(tree).map((flag) => {
  const declared = tree[flag.place]!;
  const kindCount = isUnion(declared) ? Object.keys(declared.kinds).length : 0;
  return {
    ...flag,
    heading: headings[flag.place] ?? 'Training:',
    description: withLessonDefaults(flag.name, describeFlag(flag, kindCount)),
  };
});

/**
 * Flags of `mnist-lab sweep` from the library's table. Options that are on by default are left out, because the
 * command declares flags such as `--no-test` for them.
 */
export const sweepFlags: readonly TrainFlag[] = flagsOf(sweepOptions)
  .filter(({ option }) => option.standard !== true)
  .map((flag) => ({ ...flag, heading: 'Options:', description: describeFlag(flag, 0) }));

/** Flags for reading a folder that `mnist-lab sweep` has in common with `mnist-lab train`. */
export const folderFlags: readonly TrainFlag[] = trainFlags.filter(({ name }) =>
  ['imageShape', 'testSize', 'preprocessing'].includes(name),
);

/** Adds the defaults of the lessons' networks, which `mnist-lab train mnist` and `fashion-mnist` use. */
function withLessonDefaults(name: string, description: string): string {
  const own = lessonDefaults(name, /\(default: (\[.*?\]|[^;)]*)/.exec(description)?.[1]);
  if (own.length === 0) return description;
  if (description.endsWith(')')) return `${description.slice(0, -1)}; ${own.join('; ')})`;
  return `${description} (default: 0; ${own.join('; ')})`;
}

/**
 * The defaults of `mnist-lab train` for the lessons' datasets, such as `fashion-mnist: 0.2`.
 *
 * @param name Name of an option of networks.
 * @param standard The library's default. A dataset with this value is omitted.
 */
export function lessonDefaults(name: string, standard: string | undefined): readonly string[] {
  return lessons.flatMap(({ dataset, network, modelName }) => {
    const value = ({ ...network, name: modelName } as Readonly<Record<string, unknown>>)[name];
    const text = Array.isArray(value) ? `[${value.join(', ')}]` : String(value);
    return value === undefined || text === standard ? [] : [`${dataset}: ${text}`];
  });
}
