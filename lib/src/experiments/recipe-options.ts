import { modelOptions } from '../models/model-options.js';
import type { OptionTree } from '../options/option.js';
import { flags, wholeNumbers } from '../options/value-kind.js';
import { trainingOptions } from '../training/training-options.js';

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

/** What a recipe can say about the network. */
export const recipeNetworkOptions: OptionTree = network;

/** What a recipe can say about the training. */
export const recipeTrainingOptions: OptionTree = training;

/** Everything that a recipe can say, by the names that `mnist-lab train` and its configuration files have for it. */
export const recipeOptions: OptionTree = { ...network, ...training, ...dataOptions };
