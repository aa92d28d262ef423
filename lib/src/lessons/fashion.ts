import { flipImages } from '../datasets/changes/flip-images.js';
import { noisy, shifted, unchanged } from '../experiments/corruptions.js';
import type { Recipe } from '../experiments/recipe.js';
import { garmentDrawings } from './garment-drawings.js';
import { type Lesson, published } from './lesson.js';

const dataset = 'fashion-mnist';
const localLosses = 'Nøkland and Eidnes 2019, arXiv 1901.06656, github.com/anokland/local-loss';

const recipe: Recipe = {
  dataset,
  validationSize: 2500,
  standardizeInputs: true,
  model: {
    hiddenUnits: [512, 512],
    activation: 'gelu',
    batchNormalization: true,
    dropoutRate: 0.05,
  },
  training: {
    epochs: 60,
    batchSize: 512,
    learningRate: { kind: 'oneCycle', peak: 0.006, warmupFraction: 0.1 },
    optimizer: { kind: 'adamw', weightDecay: 0.2 },
    labelSmoothing: 0.05,
    emaDecay: 0.998,
    augmentation: { shiftPixels: 1, horizontalFlip: true },
    augmentationAnnealing: { start: 0.7, finalStrength: 0 },
  },
};

/**
 * The lesson on clothing. Its recipe was chosen and its best result measured in the same way as for the
 * digits. The published results of people and of the 256-128-64 network are from the dataset's own table.
 *
 * @example
 * console.log(fashion.recipe.training.augmentation); // { shiftPixels: 1, horizontalFlip: true }
 * const steps = fashion.incrementalStudy({ hiddenUnits: [512, 512], dropoutRate: 0.05, epochs: 15 });
 */
export const fashion: Lesson &
  Required<Pick<Lesson, 'incrementalStudy' | 'convolutionalRecipe' | 'convolutionalResult'>> = {
  name: 'fashion',
  dataset,
  notebook: 'fashion_mnist/fashion_classifier.ipynb',
  modelName: 'fashion',
  network: { hiddenUnits: [256, 128], dropoutRate: 0.2 },
  recipe,
  convolutionalRecipe: {
    dataset,
    validationSize: 2500,
    standardizeInputs: true,
    model: {
      architecture: 'cnn',
      filters: [16, 48, 96],
      hiddenUnits: [256],
      activation: 'gelu',
      batchNormalization: true,
      dropoutRate: 0.2,
    },
    training: {
      epochs: 14,
      batchSize: 128,
      learningRate: { kind: 'oneCycle', peak: 0.005, warmupFraction: 0.2 },
      optimizer: { kind: 'adamw', weightDecay: 0.05 },
      labelSmoothing: 0.05,
      emaDecay: 0.995,
      augmentation: { shiftPixels: 1, horizontalFlip: true },
      augmentationAnnealing: { start: 0.7, finalStrength: 0 },
    },
  },
  bestResult: {
    name: 'this library, 1024-512, 150 epochs',
    accuracy: 0.9231,
    source: 'measured',
    conditions: 'shifts, mirroring and mixup, mean of five seeds',
  },
  convolutionalResult: {
    name: 'this library, 3 convolutions, 14 epochs',
    accuracy: 0.936,
    source: 'measured',
    conditions: 'shifts and mirroring, mean of three seeds',
  },
  publishedResults: [
    published(
      'people',
      0.835,
      '1,000 images, majority vote of three people without expertise in fashion',
      'github.com/zalandoresearch/fashion-mnist',
    ),
    published('256-128-64', 0.9, 'no augmentation', 'github.com/zalandoresearch/fashion-mnist'),
    published(
      '3 × 1024, shifted images (2019)',
      0.9163,
      'shifted by up to 2 pixels and mirrored, 200 epochs, 2.9 million weights',
      localLosses,
    ),
  ],
  corruptions: [
    unchanged,
    shifted(1),
    shifted(2),
    shifted(3),
    { name: 'mirrored', variants: [flipImages] },
    noisy,
  ],
  sampleImages: garmentDrawings,
  page: {
    name: 'Garment',
    lesson: 'Clothing',
    title: 'Show a garment',
    subtitle: 'A small neural network classifies the photo.',
    data: 'clothing from a shop’s catalogue (Fashion-MNIST)',
    mistaken: 'a cup becomes a bag',
    drop: 'Drop or paste a photo<br>of one garment',
    photo: 'Photo of a garment',
  },
  incrementalStudy: ({ hiddenUnits, dropoutRate, epochs }) => {
    const { batchSize, learningRate, augmentation, augmentationAnnealing, emaDecay } = recipe.training;
    return [
      { name: 'plain dense', model: { hiddenUnits }, training: { epochs, batchSize, learningRate: 0.001 } },
      { name: '+ dropout', model: { dropoutRate } },
      { name: '+ batch norm', model: { batchNormalization: true } },
      { name: '+ schedule', training: { learningRate } },
      { name: '+ augmentation', training: { augmentation } },
      { name: '+ annealing', training: { augmentationAnnealing } },
      { name: '+ averaging', training: { emaDecay } },
    ];
  },
  readmeFigures: ['confusion-matrix'],
};
