import { digits, fashion, type Recipe } from 'mnist-lab/experiments';
import type { Candidate } from './candidates.mjs';

const oneCycle = (peak: number) => ({ kind: 'oneCycle', peak, warmupFraction: 0.1 }) as const;
const adamw = (weightDecay: number) => ({ kind: 'adamw', weightDecay }) as const;

function recipe(
  base: Recipe,
  hiddenUnits: readonly number[],
  epochs: number,
  training: Recipe['training'],
): Recipe {
  return {
    ...base,
    validationSize: 10_000,
    model: { hiddenUnits, activation: 'gelu', batchNormalization: true, dropoutRate: 0.05 },
    training: {
      batchSize: 512,
      labelSmoothing: 0.05,
      emaDecay: 0.998,
      epochs,
      ...training,
    },
  };
}

const clothes = { shiftPixels: 1, horizontalFlip: true };
const handwriting = { shiftPixels: 2, rotateDegrees: 15, zoom: 0.15, shear: 0.15 };

/**
 * The best results of the search on a GPU (`record-search.jsonl`), trained again by this library on another
 * validation split.
 */
export const recordCandidates: readonly Candidate[] = [
  {
    name: 'record: clothes, 1024-512, 100 epochs',
    recipe: recipe(fashion.recipe, [1024, 512], 100, {
      learningRate: oneCycle(0.003),
      optimizer: adamw(0.3),
      emaDecay: 0.9995,
      augmentation: clothes,
    }),
  },
  {
    name: 'record: clothes, 1024-512, 100 epochs, mixup 0.15',
    recipe: recipe(fashion.recipe, [1024, 512], 100, {
      learningRate: oneCycle(0.003),
      optimizer: adamw(0.3),
      emaDecay: 0.9995,
      augmentation: { ...clothes, mixup: 0.15 },
    }),
  },
  {
    name: 'lesson: clothes, 512-512, 60 epochs, eased',
    recipe: recipe(fashion.recipe, [512, 512], 60, {
      learningRate: oneCycle(0.006),
      optimizer: adamw(0.2),
      augmentation: clothes,
      augmentationAnnealing: { start: 0.7 },
    }),
  },
  {
    name: 'lesson: clothes, 512-512, 80 epochs, mixup 0.1, eased',
    recipe: recipe(fashion.recipe, [512, 512], 80, {
      learningRate: oneCycle(0.006),
      optimizer: adamw(0.2),
      augmentation: { ...clothes, mixup: 0.1 },
      augmentationAnnealing: { start: 0.7 },
    }),
  },
  {
    name: 'lesson: digits, 768-384, 50 epochs, eased',
    recipe: recipe(digits.recipe, [768, 384], 50, {
      learningRate: oneCycle(0.006),
      optimizer: adamw(0.2),
      augmentation: { ...handwriting, elasticPixels: 0.7 },
      augmentationAnnealing: { start: 0.6, finalStrength: 0.2 },
    }),
  },
  {
    name: 'record: clothes, 1024-512, 150 epochs, mixup 0.15, eased',
    recipe: recipe(fashion.recipe, [1024, 512], 150, {
      learningRate: oneCycle(0.003),
      optimizer: adamw(0.3),
      augmentation: { ...clothes, mixup: 0.15 },
      augmentationAnnealing: { start: 0.7, finalStrength: 0 },
    }),
  },
  {
    name: 'record: clothes, 1024-512, 120 epochs, eased',
    recipe: recipe(fashion.recipe, [1024, 512], 120, {
      learningRate: oneCycle(0.004),
      optimizer: adamw(0.2),
      augmentation: clothes,
      augmentationAnnealing: { start: 0.7, finalStrength: 0 },
    }),
  },
];
