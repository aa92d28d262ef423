import { changeRecipe, digits, fashion } from 'mnist-lab/experiments';
import { describe, expect, test } from 'vitest';
import { recipeValues } from '../../lib/src/experiments/recipe.js';

test.each([
  ['digits', digits.recipe],
  ['clothes', fashion.recipe],
  ['small digits', digits.smallRecipe],
  ['digits, convolutional', digits.convolutionalRecipe],
  ['clothes, convolutional', fashion.convolutionalRecipe],
])('changeRecipe() with no changes returns an equal recipe for %s', (_, recipe) => {
  expect(changeRecipe(recipe, {})).toEqual(recipe);
});

describe('recipeValues()', () => {
  test('returns every value of a recipe under the name of its option', () => {
    expect(recipeValues(fashion.recipe)).toEqual({
      hiddenUnits: [512, 512],
      activation: 'gelu',
      batchNormalization: true,
      dropoutRate: 0.05,
      epochs: 60,
      batchSize: 512,
      schedule: 'one-cycle',
      learningRate: 0.006,
      warmupFraction: 0.1,
      optimizer: 'adamw',
      weightDecay: 0.2,
      labelSmoothing: 0.05,
      emaDecay: 0.998,
      shiftPixels: 1,
      horizontalFlip: true,
      augmentAnnealStart: 0.7,
      augmentFinalStrength: 0,
      validationSize: 2500,
      standardize: true,
    });
  });
});

describe('changeRecipe()', () => {
  test('replaces a dense network by a convolutional one and keeps the training options', () => {
    const changed = changeRecipe(digits.recipe, { architecture: 'cnn', filters: [8] });
    expect(changed.model).toEqual({ name: digits.recipe.model.name, architecture: 'cnn', filters: [8] });
    expect(changed.training).toEqual(digits.recipe.training);
    expect(changeRecipe(changed, { kernelSize: 5 }).model).toEqual({ ...changed.model, kernelSize: 5 });
    expect(changeRecipe(changed, { architecture: 'dense' }).model.filters).toBeUndefined();
    expect(() => changeRecipe(digits.recipe, { filters: [8] })).toThrow('filters needs architecture cnn.');
    expect(() => changeRecipe(changed, { kernelSize: 0 })).toThrow(
      'Changing a recipe: expected kernelSize to be a whole number of 1 or more but found 0.',
    );
  });

  test('sets each option in the model, training or data part of the recipe, and leaves the original recipe unchanged', () => {
    const before = structuredClone(digits.recipe);
    const { model, training, ...rest } = changeRecipe(digits.recipe, {
      hiddenUnits: [32],
      epochs: 3,
      learningRate: 0.01,
      mixup: 0.2,
    });
    expect(model).toEqual({ ...digits.recipe.model, hiddenUnits: [32] });
    expect(training).toEqual({
      ...digits.recipe.training,
      epochs: 3,
      learningRate: { kind: 'oneCycle', peak: 0.01, warmupFraction: 0.1 },
      augmentation: { ...digits.recipe.training.augmentation, mixup: 0.2 },
    });
    expect(rest).toEqual({ dataset: 'mnist', validationSize: 5000, standardizeInputs: true });
    expect(digits.recipe).toEqual(before);
  });

  test('drops the options of the old optimizer or schedule if another one is chosen', () => {
    const { training } = changeRecipe(fashion.recipe, {
      optimizer: 'sgd',
      momentum: 0.9,
      schedule: 'constant',
    });
    expect(training.optimizer).toEqual({ kind: 'sgd', momentum: 0.9 });
    expect(training.learningRate).toEqual({ kind: 'constant' });
  });

  test('keeps the options of the optimizer if the same optimizer is chosen again', () => {
    const { training } = changeRecipe(fashion.recipe, { optimizer: 'adamw' });
    expect(training.optimizer).toEqual({ kind: 'adamw', weightDecay: 0.2 });
  });

  test('rejects unknown options, values out of range and incompatible options', () => {
    expect(() => changeRecipe(digits.recipe, { epoch: 1 } as object)).toThrow(
      /^Changing a recipe: unknown value "epoch"\. Known: architecture, hiddenUnits, /,
    );
    expect(() => changeRecipe(digits.recipe, { dropoutRate: 1 })).toThrow(
      'Changing a recipe: expected dropoutRate to be a number of 0 or more and less than 1 but found 1.',
    );
    expect(() => changeRecipe(digits.recipe, { momentum: 0.9 })).toThrow(
      'Changing a recipe: momentum needs optimizer',
    );
  });
});
