import type { Recipe } from 'mnist-lab/experiments';

/**
 * The best that was found for trainings of less than 15 minutes on two cores, by the protocol in README.md. The lessons
 * do not train them.
 */
export const recordRecipes: Readonly<Record<string, Recipe>> = {
  'digits, record': {
    dataset: 'mnist',
    validationSize: 5000,
    standardizeInputs: true,
    model: {
      hiddenUnits: [1024, 512],
      activation: 'gelu',
      batchNormalization: true,
      dropoutRate: 0.05,
    },
    training: {
      epochs: 300,
      batchSize: 512,
      learningRate: { kind: 'oneCycle', peak: 0.006, warmUpPart: 0.1 },
      optimizer: { kind: 'adamw', weightDecay: 0.2 },
      labelSmoothing: 0.05,
      weightAveraging: 0.998,
      augmentation: { shiftPixels: 2, rotateDegrees: 15, zoom: 0.15, shear: 0.15, elasticPixels: 1 },
      augmentationEasing: { from: 0.6, to: 0.3 },
    },
  },
  'clothes, record': {
    dataset: 'fashion-mnist',
    validationSize: 2500,
    standardizeInputs: true,
    model: {
      hiddenUnits: [1024, 512],
      activation: 'gelu',
      batchNormalization: true,
      dropoutRate: 0.05,
    },
    training: {
      epochs: 150,
      batchSize: 512,
      learningRate: { kind: 'oneCycle', peak: 0.003, warmUpPart: 0.1 },
      optimizer: { kind: 'adamw', weightDecay: 0.3 },
      labelSmoothing: 0.05,
      weightAveraging: 0.998,
      augmentation: { shiftPixels: 1, horizontalFlip: true, mixup: 0.15 },
      augmentationEasing: { from: 0.7, to: 0 },
    },
  },
};
