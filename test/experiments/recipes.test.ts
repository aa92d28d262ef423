import { modelMetadata, train } from 'mnist-lab';
import { digits, fashion, prepareRecipe, runIncrementalStudy } from 'mnist-lab/experiments';
import { describe, expect, test } from 'vitest';
import { stripes } from '../training/stripes.js';

const images = stripes(200, 1);

describe('prepareRecipe()', () => {
  test('splits off as many validation images as the recipe says, and measures the input scaling', () => {
    const recipe = { ...digits.smallRecipe, validationSize: 50 };
    const { model, train: rest, validation } = prepareRecipe(recipe, images, { seed: 1 });
    expect([rest.count, validation.count]).toEqual([150, 50]);
    expect(modelMetadata(model).inputScaling.mean).toBeGreaterThan(0);
  });

  test('splits off the same validation images for two seeds, but creates different weights', () => {
    const recipe = { ...digits.smallRecipe, validationSize: 50 };
    const first = prepareRecipe(recipe, images, { seed: 1 });
    const second = prepareRecipe(recipe, images, { seed: 2 });
    expect(second.validation.images).toEqual(first.validation.images);
    expect(second.model.getWeights()[0]!.dataSync()).not.toEqual(first.model.getWeights()[0]!.dataSync());
  });
});

test.each([
  ['digits', digits.recipe],
  ['fashion', fashion.recipe],
  ['small digits', digits.smallRecipe],
  ['digits, convolutional', digits.convolutionalRecipe],
  ['clothes, convolutional', fashion.convolutionalRecipe],
])('the recipe for %s is trained by the graph engine', async (_, recipe) => {
  const { model, train: rest } = prepareRecipe({ ...recipe, validationSize: 20 }, images, { seed: 1 });
  const history = await train(model, rest, { ...recipe.training, epochs: 1, batchSize: 30, seed: 1 });
  expect(history.engine).toBe('graph');
});

test('every step of the incremental study of the clothing recipe can be trained', async () => {
  const steps = fashion.incrementalStudy({ hiddenUnits: [8], dropoutRate: 0.2, epochs: 1 });
  // Enough images for a full batch.
  const plenty = stripes(512, 1);
  const results = await runIncrementalStudy(plenty, plenty, steps, { seed: 1 });
  expect(results.map(({ name }) => name)).toEqual(steps.map(({ name }) => name));
});
