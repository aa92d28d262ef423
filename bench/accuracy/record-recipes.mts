import type { Recipe } from 'mnist-lab/experiments';

/** The options that all of these recipes share. */
const record = (
  dataset: Recipe['dataset'],
  validationSize: number,
  peak: number,
  weightDecay: number,
  { hiddenUnits, dropoutRate }: { hiddenUnits: readonly number[]; dropoutRate: number },
  training: Recipe['training'],
): Recipe => ({
  dataset,
  validationSize,
  standardizeInputs: true,
  model: { hiddenUnits, activation: 'gelu', batchNormalization: true, dropoutRate },
  training: {
    batchSize: 512,
    learningRate: { kind: 'oneCycle', peak, warmupFraction: 0.1 },
    optimizer: { kind: 'adamw', weightDecay },
    labelSmoothing: 0.05,
    emaDecay: 0.998,
    ...training,
  },
});

const twoLayers = { hiddenUnits: [1024, 512], dropoutRate: 0.05 };
const threeLayers = { hiddenUnits: [1024, 1024, 1024], dropoutRate: 0.15 };

/**
 * The best recipes found for runs of less than 15 minutes on two cores, by the protocol in README.md. The lessons
 * do not use them.
 */
export const recordRecipes: Readonly<Record<string, Recipe>> = {
  'digits, record': record('mnist', 5000, 0.003, 0.2, threeLayers, {
    epochs: 220,
    augmentation: { shiftPixels: 2, rotateDegrees: 15, zoom: 0.15, shear: 0.15, elasticPixels: 1 },
    augmentationAnnealing: { start: 0.6, finalStrength: 0.3 },
  }),
  'clothes, record': record('fashion-mnist', 2500, 0.003, 0.3, twoLayers, {
    epochs: 150,
    augmentation: { shiftPixels: 1, horizontalFlip: true, mixup: 0.15 },
    augmentationAnnealing: { start: 0.7, finalStrength: 0 },
  }),
};
