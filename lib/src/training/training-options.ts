import type { Option, OptionTree } from '../options/option.js';
import { balancedOrWeights, choices, flags, folders, numbers, wholeNumbers } from '../options/value-kind.js';
import { augmentationAnnealing } from './augmentations/annealing.js';
import { augmentations } from './augmentations/augmentation-table.js';
import { optimizers } from './optimizers/optimizer-table.js';
import { learningRateOption } from './schedule.js';

const augmentationOptions: Readonly<Record<string, Option>> = Object.fromEntries(
  Object.entries(augmentations).map(([name, { option }]) => [name, option]),
);

/** All options of training, each declared here or in the file of its optimizer, augmentation or schedule. */
export const trainingOptions: OptionTree = {
  epochs: { kind: wholeNumbers({ from: 1 }), standard: 10, help: 'number of passes over the training set' },
  batchSize: {
    kind: wholeNumbers({ from: 1 }),
    help: 'images per gradient step (the last one of an epoch may have fewer)',
    standardText: '128, or all images if there are fewer',
  },
  learningRate: learningRateOption,
  optimizer: {
    help: 'optimisation algorithm',
    kinds: optimizers,
    standardKind: 'adam',
    flag: 'optimizer',
  },
  labelSmoothing: {
    kind: numbers({ from: 0, below: 1 }),
    standard: 0,
    help: 'target probability spread evenly over all classes (Szegedy et al. 2016)',
  },
  classWeights: {
    kind: balancedOrWeights,
    standardText: '1 for each class',
    help: "weight of each class in the loss; 'balanced': inverse to its number of images",
  },
  clipNorm: {
    kind: numbers({ above: 0, infinite: true }),
    standard: Number.POSITIVE_INFINITY,
    standardText: 'no limit',
    help: 'maximum norm of all gradients together; larger gradients are scaled down',
  },
  emaDecay: {
    kind: numbers({ from: 0, below: 1 }),
    standard: 0,
    standardText: 'none',
    help: 'decay of the moving average that replaces the trained weights; try 0.999',
  },
  augmentation: { help: 'changes each image at random in each epoch', options: augmentationOptions },
  augmentationAnnealing,
  earlyStopping: {
    help: 'stops training when a metric no longer improves, and restores the best weights',
    required: ['patience'],
    options: {
      patience: {
        kind: wholeNumbers({ from: 1 }),
        help: 'epochs without improvement before training stops',
      },
      monitor: {
        kind: choices('validationLoss', 'validationAccuracy', 'loss', 'accuracy'),
        help: 'metric that early stopping monitors',
        standardText: 'validationLoss, or loss without validation data',
      },
      minDelta: {
        kind: numbers({ from: 0 }),
        standard: 0,
        help: 'minimum change that counts as an improvement',
      },
    },
  },
  precision: {
    kind: choices('float32', 'mixed'),
    standard: 'float32',
    help: "number format; 'mixed' computes in bfloat16 (emulated without AMX, AVX512-BF16)",
  },
  seed: {
    kind: wholeNumbers(),
    standard: 42,
    help: 'seed of shuffling, dropout and augmentation (same seed, same weights)',
  },
  checkpoint: {
    help: 'saves the training state to a folder, so that a killed run can resume',
    required: ['directory'],
    options: {
      directory: { kind: folders, help: 'folder for checkpoints', flag: 'checkpoint' },
      everyEpochs: {
        kind: wholeNumbers({ from: 1 }),
        standard: 1,
        help: 'number of epochs between checkpoints',
        flag: 'checkpointEvery',
      },
      resume: {
        kind: flags,
        standard: false,
        help: 'resume from the checkpoint in the checkpoint folder, if there is one',
      },
    },
  },
  logDirectory: {
    kind: folders,
    help: 'folder for TensorBoard event files',
    flag: 'logDir',
  },
  engine: {
    kind: choices('auto', 'graph', 'layers'),
    standard: 'auto',
    help: "training engine: 'graph' is compiled, 'layers' is LayersModel.fit",
  },
};
