import type { Recipe } from './recipe.js';

/**
 * The digit network of the lesson. Chosen on validation images only: `bench/accuracy/` in the project's repository
 * holds the log of every configuration that was tried.
 *
 * @example
 * ```ts
 * console.log(digitRecipe.model.hiddenUnits, digitRecipe.training.epochs);
 * ```
 */
export const digitRecipe: Recipe = {
  dataset: 'mnist',
  validationSize: 5000,
  standardizeInputs: true,
  model: {
    hiddenUnits: [768, 384],
    activation: 'gelu',
    batchNormalization: true,
    dropoutRate: 0.05,
  },
  training: {
    epochs: 50,
    batchSize: 512,
    learningRate: { kind: 'oneCycle', peak: 0.006, warmUpPart: 0.1 },
    optimizer: { kind: 'adamw', weightDecay: 0.2 },
    labelSmoothing: 0.05,
    weightAveraging: 0.998,
    // As handwriting differs from hand to hand: in place, slant, size and form.
    augmentation: { shiftPixels: 2, rotateDegrees: 15, zoom: 0.15, shear: 0.15, elasticPixels: 0.7 },
    augmentationEasing: { from: 0.6, to: 0.2 },
  },
};

/**
 * The clothing network of the lesson, chosen in the same way.
 *
 * @example
 * ```ts
 * console.log(fashionRecipe.training.augmentation); // { shiftPixels: 1, horizontalFlip: true }
 * ```
 */
export const fashionRecipe: Recipe = {
  dataset: 'fashion-mnist',
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
    learningRate: { kind: 'oneCycle', peak: 0.006, warmUpPart: 0.1 },
    optimizer: { kind: 'adamw', weightDecay: 0.2 },
    labelSmoothing: 0.05,
    weightAveraging: 0.998,
    augmentation: { shiftPixels: 1, horizontalFlip: true },
    augmentationEasing: { from: 0.7, to: 0 },
  },
};

/**
 * The original project's own network, 784 → 128 → 64 → 10, in a few seconds.
 *
 * @example
 * ```ts
 * const { train: images } = await loadDataset('mnist');
 * const { model, train: trainingImages } = prepareRecipe(smallDigitRecipe, images);
 * await train(model, trainingImages, { ...smallDigitRecipe.training, epochs: 1 });
 * ```
 */
export const smallDigitRecipe: Recipe = {
  dataset: 'mnist',
  validationSize: 5000,
  standardizeInputs: true,
  model: { hiddenUnits: [128, 64], batchNormalization: true },
  training: {
    epochs: 10,
    batchSize: 128,
    learningRate: { kind: 'oneCycle', peak: 0.005 },
    labelSmoothing: 0.05,
  },
};
