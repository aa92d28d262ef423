import { digitRecipe, fashionRecipe, smallDigitRecipe } from '../experiments/recipes.js';
import type { TrainValues } from './train-value-types.js';

const recipes = { digit: digitRecipe, fashion: fashionRecipe, 'small-digit': smallDigitRecipe };

/** A recipe of the lessons as the settings that would be given for it. */
export function recipeValues(name: NonNullable<TrainValues['recipe']>): TrainValues {
  const { model, training, validationSize, standardizeInputs } = recipes[name];
  const { hiddenUnits, activation, batchNormalization, dropoutRate } = model;
  const { epochs, batchSize, optimizer, weightDecay, labelSmoothing, weightAveraging, gradientClipNorm } =
    training;
  const values = {
    ...{ hiddenUnits, activation, batchNormalization, dropoutRate, standardize: standardizeInputs },
    ...{ epochs, batchSize, optimizer, weightDecay, labelSmoothing, weightAveraging, gradientClipNorm },
    ...training.augmentation,
    ...scheduleValues(training.learningRate),
    validationSize,
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function scheduleValues(rate: (typeof digitRecipe)['training']['learningRate']): TrainValues {
  if (rate === undefined || typeof rate === 'number') return { learningRate: rate };
  switch (rate.kind) {
    case 'constant':
      return { learningRate: rate.learningRate };
    case 'cosine': {
      const { peak, warmUpEpochs, final } = rate;
      return { schedule: 'cosine', learningRate: peak, warmUpEpochs, finalLearningRate: final };
    }
    case 'oneCycle':
      return { schedule: 'one-cycle', learningRate: rate.peak, warmUpPart: rate.warmUpPart };
  }
}
