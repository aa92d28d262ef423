import { preprocessingNames } from '../images/preprocessing.js';
import { recipesByName } from '../lessons/find-lesson.js';
import { architecture, modelOptions } from '../models/model-options.js';
import { describeFlag, type Flag, flagsOf } from '../options/flags.js';
import { isUnion, type OptionTable, type OptionTree } from '../options/option.js';
import { choices, flags, shapes, sharesOrCounts } from '../options/value-kind.js';
import { sweepOptions } from '../sweeps/sweep-options.js';
import { trainingOptions } from '../training/training-options.js';

/** Options of the command itself, besides those of network and training. */
export const commandOptions = {
  imageShape: {
    kind: shapes,
    help: 'scale the image files of your folder to this size',
    standardText: 'the size they have',
  },
  testSize: {
    kind: sharesOrCounts({ above: 0 }),
    help: 'part of your folder to test on, or how many, where it has no folder for that',
    standardText: '0.2',
  },
  preprocessing: {
    kind: choices(...preprocessingNames),
    help: 'make the images of your folder like MNIST or Fashion-MNIST, or only scale them',
    standardText: 'resize',
  },
  skipBroken: {
    kind: flags,
    help: 'leave out image files of your folder that cannot be read, instead of refusing them',
  },
  validationSize: {
    kind: sharesOrCounts({ from: 0 }),
    standard: 0.1,
    help: 'part of the training images, or how many, to validate on; 0 for none',
  },
  recipe: {
    kind: choices(...Object.keys(recipesByName)),
    help: "start from a lesson's network and training; other options change it",
  },
  standardize: {
    kind: flags,
    help: 'scale pixels to mean 0 and standard deviation 1',
    standardText: 'to 0..1',
  },
  calibrate: {
    kind: flags,
    help: 'fit the temperature on the validation images, so that probabilities mean what they say',
  },
} as const satisfies OptionTable;

/** Options of the network on the command line: image size and classes come from the dataset. */
export const networkOptions: OptionTree = { architecture, name: modelOptions.name };

/** Headings in the help by place of the flag; the others are 'Training:'. */
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
  earlyStopping: 'Ending and going on:',
  checkpoint: 'Ending and going on:',
};

/** All options in one tree; no two have the same name. */
const tree: OptionTree = { ...commandOptions, ...networkOptions, ...trainingOptions };

/** A flag of `mnist-lab train` that can also stand in a configuration file. */
export interface TrainFlag extends Flag {
  readonly heading: string;
  /** With its default. */
  readonly description: string;
}

export const trainFlags: readonly TrainFlag[] = flagsOf(tree).map((flag) => {
  const declared = tree[flag.place]!;
  const kindCount = isUnion(declared) ? Object.keys(declared.kinds).length : 0;
  return {
    ...flag,
    heading: headings[flag.place] ?? 'Training:',
    description: describeFlag(flag, kindCount),
  };
});

/** Flags of `mnist-lab sweep` from the library's table; options that are on by default have a `--no-` flag instead. */
export const sweepFlags: readonly TrainFlag[] = flagsOf(sweepOptions)
  .filter(({ option }) => option.standard !== true)
  .map((flag) => ({ ...flag, heading: 'Options:', description: describeFlag(flag, 0) }));

/** How a folder is read. */
export const folderFlags: readonly TrainFlag[] = trainFlags.filter(({ name }) =>
  ['imageShape', 'testSize', 'preprocessing'].includes(name),
);
