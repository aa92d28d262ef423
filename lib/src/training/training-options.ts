import type { Option, OptionTree } from '../options/option.js';
import { balancedOrWeights, choices, flags, folders, numbers, wholeNumbers } from '../options/value-kind.js';
import { augmentationAnnealing } from './augmentations/annealing.js';
import { augmentations } from './augmentations/augmentation-table.js';
import { optimizers } from './optimizers/optimizer-table.js';
import { learningRateOption } from './schedule.js';

const augmentationOptions: Readonly<Record<string, Option>> = Object.fromEntries(
  Object.entries(augmentations).map(([name, { option }]) => [name, option]),
);

/**
 * Everything that can be chosen about a training, each declared here or in the file of its optimizer, augmentation
 * or schedule, and nowhere else.
 */
export const trainingOptions: OptionTree = {
  epochs: { kind: wholeNumbers({ from: 1 }), standard: 10, help: 'times that every image is used' },
  batchSize: {
    kind: wholeNumbers({ from: 1 }),
    help: 'images of a step; the last step of an epoch takes those that are left',
    standardText: '128, or all images where there are fewer',
  },
  learningRate: learningRateOption,
  optimizer: {
    help: 'how weights are changed by their gradients',
    kinds: optimizers,
    standardKind: 'adam',
    flag: 'optimizer',
  },
  labelSmoothing: {
    kind: numbers({ from: 0, below: 1 }),
    standard: 0,
    help: 'part of each target spread over all classes (Szegedy et al. 2016)',
  },
  classWeights: {
    kind: balancedOrWeights,
    standardText: '1 for each class',
    help: "factors of the classes' losses, or balanced: inversely proportional to their numbers of images",
  },
  clipNorm: {
    kind: numbers({ above: 0, infinite: true }),
    standard: Number.POSITIVE_INFINITY,
    standardText: 'no limit',
    help: "scale a step's gradients down to this norm, all together, where it is larger",
  },
  emaDecay: {
    kind: numbers({ from: 0, below: 1 }),
    standard: 0,
    standardText: 'none',
    help: 'decay of a moving average of the weights, which is validated and kept, such as 0.999',
  },
  augmentation: { help: 'changes drawn anew for every image and epoch', options: augmentationOptions },
  augmentationAnnealing,
  earlyStopping: {
    help: 'ends training when a figure no longer gets better, and restores the weights it was best with',
    required: ['patience'],
    options: {
      patience: {
        kind: wholeNumbers({ from: 1 }),
        help: 'epochs without a better figure before training ends',
      },
      monitor: {
        kind: choices('validationLoss', 'validationAccuracy', 'loss', 'accuracy'),
        help: 'the figure that early stopping watches',
        standardText: 'validationLoss, or loss without validation data',
      },
      minDelta: {
        kind: numbers({ from: 0 }),
        standard: 0,
        help: 'a figure is better if it is by more than this',
      },
    },
  },
  precision: {
    kind: choices('float32', 'mixed'),
    standard: 'float32',
    help: "'mixed' multiplies matrices and convolves in bfloat16, for processors with AMX or AVX512-BF16",
  },
  seed: {
    kind: wholeNumbers(),
    standard: 42,
    help: 'seed of the order of images, dropout and augmentation: same seed, same weights',
  },
  checkpoint: {
    help: 'writes the state of a training to a folder, so that it can go on after the process was ended',
    required: ['directory'],
    options: {
      directory: { kind: folders, help: 'folder for the state of the training', flag: 'checkpoint' },
      everyEpochs: {
        kind: wholeNumbers({ from: 1 }),
        standard: 1,
        help: 'epochs between two checkpoints',
        flag: 'checkpointEvery',
      },
      resume: {
        kind: flags,
        standard: false,
        help: 'resume from the checkpoint in the folder, if there is one; the number of epochs may differ',
      },
    },
  },
  logDirectory: {
    kind: folders,
    help: 'folder for event files, one for each training, which TensorBoard shows, also while it runs',
    flag: 'logDir',
  },
  engine: {
    kind: choices('auto', 'graph', 'layers'),
    standard: 'auto',
    help: "what trains: 'auto' takes the training graph where it can, 'layers' is LayersModel.fit",
  },
};
