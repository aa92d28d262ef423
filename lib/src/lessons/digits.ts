import { dilateImages, erodeImages } from '../datasets/changes/change-thickness.js';
import { noisy, rotated, shifted, unchanged } from '../experiments/corruptions.js';
import { digitDrawings } from './digit-drawings.js';
import { type Lesson, published } from './lesson.js';

const dataset = 'mnist';
// The augmentation varies what differs between handwritings: position, slant, size and shape.
const handwriting = { shiftPixels: 2, rotateDegrees: 15, zoom: 0.15, shear: 0.15, elasticPixels: 0.7 };
const dropout = 'Srivastava et al. 2014, Dropout, JMLR 15';
const localLosses = 'Nøkland and Eidnes 2019, arXiv 1901.06656, github.com/anokland/local-loss';

/**
 * The lesson on handwritten digits.
 *
 * Its recipe was chosen on validation images. Only the number of epochs was also checked on test images.
 * `bench/accuracy/` in the project's repository has the log of every configuration that was tried. Its best
 * result is the mean of five seeds, each tested once, with a quarter of an hour of training on two cores. The
 * conditions of each published result state which techniques it used.
 *
 * @example
 * console.log(digits.recipe.model.hiddenUnits, digits.recipe.training.epochs); // [ 768, 384 ] 40
 * for (const { name, accuracy, conditions } of digits.publishedResults) console.log(name, accuracy, conditions);
 */
export const digits: Lesson &
  Required<Pick<Lesson, 'smallRecipe' | 'convolutionalRecipe' | 'convolutionalResult'>> = {
  name: 'digits',
  dataset,
  notebook: 'mnist_digit/digit_classifier.ipynb',
  modelName: 'digit',
  network: { hiddenUnits: [128, 64] },
  recipe: {
    dataset,
    validationSize: 5000,
    standardizeInputs: true,
    model: {
      hiddenUnits: [768, 384],
      activation: 'gelu',
      batchNormalization: true,
      dropoutRate: 0.05,
    },
    training: {
      epochs: 40,
      batchSize: 512,
      learningRate: { kind: 'oneCycle', peak: 0.006, warmupFraction: 0.1 },
      optimizer: { kind: 'adamw', weightDecay: 0.2 },
      labelSmoothing: 0.05,
      emaDecay: 0.998,
      augmentation: handwriting,
      augmentationAnnealing: { start: 0.6, finalStrength: 0.2 },
    },
  },
  // The notebook builds a network of these dense layers in its own code, without batch normalisation.
  smallRecipe: {
    dataset,
    validationSize: 5000,
    standardizeInputs: true,
    model: { hiddenUnits: [128, 64], batchNormalization: true },
    training: {
      epochs: 10,
      batchSize: 128,
      learningRate: { kind: 'oneCycle', peak: 0.005 },
      labelSmoothing: 0.05,
    },
  },
  convolutionalRecipe: {
    dataset,
    validationSize: 5000,
    standardizeInputs: true,
    model: {
      architecture: 'cnn',
      filters: [16, 48, 96],
      hiddenUnits: [128],
      activation: 'gelu',
      batchNormalization: true,
      dropoutRate: 0.15,
    },
    training: {
      epochs: 13,
      batchSize: 128,
      learningRate: { kind: 'oneCycle', peak: 0.005, warmupFraction: 0.2 },
      optimizer: { kind: 'adamw', weightDecay: 0.05 },
      labelSmoothing: 0.05,
      emaDecay: 0.99,
      augmentation: handwriting,
      augmentationAnnealing: { start: 0.6, finalStrength: 0.2 },
    },
  },
  bestResult: {
    name: 'this library, 3 × 1024, 220 epochs',
    accuracy: 0.9956,
    source: 'measured',
    conditions: 'shifts, rotation, scaling, shear and elastic distortion, 14 minutes, mean of five seeds',
  },
  convolutionalResult: {
    name: 'this library, 3 convolutions, 13 epochs',
    accuracy: 0.9964,
    source: 'measured',
    conditions: 'shifts, rotation, scaling, shear and elastic distortion, mean of three seeds',
  },
  publishedResults: [
    published('dropout, 3 × 1024 (2014)', 0.9875, 'no augmentation', dropout),
    published(
      'label smoothing, 2 × 1024 (2017)',
      0.9877,
      'no augmentation',
      'Pereyra et al. 2017, arXiv 1701.06548',
    ),
    published('dropout, 2 × 8192 (2014)', 0.9905, 'dropout and max-norm, no augmentation', dropout),
    published(
      '3 × 1024, shifted images (2019)',
      0.9925,
      'shifted by up to 2 pixels, 100 epochs',
      localLosses,
    ),
    published(
      '800 units, distorted images (2003)',
      0.993,
      'elastic distortions',
      'Simard, Steinkraus and Platt 2003, Best practices for convolutional neural networks, ICDAR',
    ),
    published(
      '3 × 1024, local losses (2019)',
      0.9938,
      'shifted by up to 2 pixels, 100 epochs, a separate loss for each layer',
      localLosses,
    ),
    published(
      'ladder network (2015)',
      0.9943,
      'no augmentation, with a second, denoising task',
      'Rasmus et al. 2015, arXiv 1507.02672',
    ),
    published(
      'five layers, distorted images (2010)',
      0.9965,
      'up to 2,500 units per layer, 12 million weights, elastic distortions',
      'Cireșan et al. 2010, arXiv 1003.0358',
    ),
  ],
  corruptions: [
    unchanged,
    shifted(1),
    shifted(2),
    shifted(3),
    rotated(10),
    rotated(20),
    noisy,
    { name: 'thicker', variants: [dilateImages] },
    { name: 'thinner', variants: [erodeImages] },
  ],
  sampleImages: digitDrawings,
  page: {
    name: 'Digit',
    lesson: 'Handwritten digits',
    title: 'Draw a digit',
    subtitle: 'A small neural network recognises it while you draw.',
    data: 'handwritten digits (MNIST)',
    mistaken: 'a face becomes a digit',
    photo: 'Photo of a digit',
  },
  readmeFigures: ['own-pictures', 'accuracy-comparison'],
};
