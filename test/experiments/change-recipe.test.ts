import { changeRecipe, digitRecipe, fashionRecipe, smallDigitRecipe } from 'mnist-lab/experiments';
import { describe, expect, test } from 'vitest';
import { recipeValues } from '../../lib/src/experiments/recipe-values.js';

test.each([
  ['digits', digitRecipe],
  ['clothes', fashionRecipe],
  ['small digits', smallDigitRecipe],
])('the recipe for %s is the same after going through its values', (_, recipe) => {
  expect(changeRecipe(recipe, {})).toEqual(recipe);
});

describe('recipeValues()', () => {
  test('has every value of the recipe under the name that the command line knows', () => {
    expect(recipeValues(fashionRecipe)).toEqual({
      hiddenUnits: [512, 512],
      activation: 'gelu',
      batchNormalization: true,
      dropoutRate: 0.05,
      epochs: 60,
      batchSize: 512,
      schedule: 'one-cycle',
      learningRate: 0.006,
      warmUpPart: 0.1,
      optimizer: 'adamw',
      weightDecay: 0.2,
      labelSmoothing: 0.05,
      weightAveraging: 0.998,
      shiftPixels: 1,
      horizontalFlip: true,
      easingFrom: 0.7,
      easingTo: 0,
      validationSize: 2500,
      standardize: true,
    });
  });
});

describe('changeRecipe()', () => {
  test('puts each value where the library has it, and leaves the rest and the old recipe alone', () => {
    const before = structuredClone(digitRecipe);
    const { model, training, ...rest } = changeRecipe(digitRecipe, {
      hiddenUnits: [32],
      epochs: 3,
      learningRate: 0.01,
      mixup: 0.2,
    });
    expect(model).toEqual({ ...digitRecipe.model, hiddenUnits: [32] });
    expect(training).toEqual({
      ...digitRecipe.training,
      epochs: 3,
      learningRate: { kind: 'oneCycle', peak: 0.01, warmUpPart: 0.1 },
      augmentation: { ...digitRecipe.training.augmentation, mixup: 0.2 },
    });
    expect(rest).toEqual({ dataset: 'mnist', validationSize: 5000, standardizeInputs: true });
    expect(digitRecipe).toEqual(before);
  });

  test('takes with another optimizer or schedule none of the old one’s values', () => {
    const { training } = changeRecipe(fashionRecipe, {
      optimizer: 'sgd',
      momentum: 0.9,
      schedule: 'constant',
    });
    expect(training.optimizer).toEqual({ kind: 'sgd', momentum: 0.9 });
    expect(training.learningRate).toEqual({ kind: 'constant' });
  });

  test('keeps the optimizer’s values when the same optimizer is named again', () => {
    const { training } = changeRecipe(fashionRecipe, { optimizer: 'adamw' });
    expect(training.optimizer).toEqual({ kind: 'adamw', weightDecay: 0.2 });
  });

  test('refuses what it does not know, what is out of range and what does not go together', () => {
    expect(() => changeRecipe(digitRecipe, { epoch: 1 } as object)).toThrow(
      /^Changing a recipe: unknown value "epoch"\. Known: hiddenUnits, /,
    );
    expect(() => changeRecipe(digitRecipe, { dropoutRate: 1 })).toThrow(
      'Changing a recipe: expected dropoutRate to be a number of 0 or more and less than 1 but found 1.',
    );
    expect(() => changeRecipe(digitRecipe, { momentum: 0.9 })).toThrow(
      'Changing a recipe: momentum needs optimizer',
    );
  });
});
