import { activationNames } from '../layers/activations.js';
import type { OptionTable, OptionUnion } from '../options/option.js';
import { choices, flags, numbers, shapes, sizes, texts, wholeNumbers } from '../options/value-kind.js';

/** All options of dense networks, declared only here. */
export const modelOptions = {
  hiddenUnits: {
    kind: sizes,
    standard: [128, 64],
    standardText: '[128, 64]',
    help: 'units of each hidden layer, first to last',
  },
  activation: {
    // Softmax is only for the output layer.
    kind: choices(...activationNames.filter((name) => name !== 'softmax')),
    standard: 'relu',
    help: 'activation of the hidden layers',
  },
  dropoutRate: {
    kind: numbers({ from: 0, below: 1 }),
    standard: 0,
    help: 'dropout rate of the hidden layers',
  },
  batchNormalization: {
    kind: flags,
    standard: false,
    help: 'batch normalisation before each hidden activation',
  },
  imageShape: { kind: shapes, standard: [28, 28], help: 'rows and columns of the images' },
  classCount: {
    kind: wholeNumbers({ from: 1 }),
    standard: 10,
    help: 'number of classes, if there are no class names',
  },
  seed: { kind: wholeNumbers(), standard: 42, help: 'seed of the initial weights' },
  name: { kind: texts, standard: 'classifier', help: 'name kept with the model' },
} as const satisfies OptionTable;

/** All options of convolutional networks: the options of the dense layers, and those of the convolutions. */
export const convolutionalOptions = {
  filters: {
    kind: sizes,
    standard: [32, 64],
    standardText: '[32, 64]',
    help: 'filters of each convolution, first to last',
  },
  poolAfter: {
    kind: sizes,
    standardText: 'all',
    help: 'convolutions followed by max pooling, counted from 1',
  },
  kernelSize: {
    kind: wholeNumbers({ from: 1 }),
    standard: 3,
    help: 'height and width of each filter in pixels',
  },
  ...modelOptions,
  hiddenUnits: { ...modelOptions.hiddenUnits, standard: [128], standardText: '[128]' },
} as const satisfies OptionTable;

/**
 * The options that recipes and commands accept. Image shape and classes come from the dataset, the seed from
 * the run.
 */
function chosenOptions({ imageShape, classCount, seed, name, ...chosen }: OptionTable): OptionTable {
  return chosen;
}

/** The kinds of network, each with its options. */
export const architecture = {
  help: 'kind of network',
  flag: 'architecture',
  standardKind: 'dense',
  kinds: {
    dense: { help: 'dense layers only', options: chosenOptions(modelOptions) },
    cnn: {
      help: 'convolutions with max pooling between them, then dense layers',
      options: chosenOptions(convolutionalOptions),
    },
  },
} as const satisfies OptionUnion;

/** A kind of network. */
export type Architecture = keyof typeof architecture.kinds;
