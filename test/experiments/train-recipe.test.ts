import { createDigitModel, measureInputScaling, modelMetadata, splitValidation, train } from 'mnist-lab';
import { changeRecipe, digits, fashion, type Recipe, trainRecipe } from 'mnist-lab/experiments';
import { expect, test } from 'vitest';
import { stripes } from '../training/stripes.js';

const images = stripes(200, 1);
const small: Recipe = changeRecipe(digits.recipe, {
  hiddenUnits: [8],
  epochs: 2,
  batchSize: 32,
  validationSize: 50,
});
const weightsOf = ({ model }: { model: ReturnType<typeof createDigitModel> }) =>
  model.getWeights().map((weights) => weights.dataSync());

test('trainRecipe() gives the same weights as splitValidation(), createDigitModel() and train() called one by one', async () => {
  const { train: rest, validation } = splitValidation(images, { size: 50, seed: 1 });
  const model = createDigitModel({
    ...small.model,
    imageShape: [images.rows, images.columns],
    classNames: images.classNames,
    inputScaling: measureInputScaling(rest.images),
    seed: 3,
  });
  await train(model, rest, { ...small.training, validation, seed: 3 });
  expect(weightsOf(await trainRecipe(small, images, { seed: 3 }))).toEqual(weightsOf({ model }));
});

test('trainRecipe() gives the same weights in a new model when it is called again with the same seed', async () => {
  const first = await trainRecipe(small, images, { seed: 3 });
  const second = await trainRecipe(small, images, { seed: 3 });
  expect(weightsOf(second)).toEqual(weightsOf(first));
  expect(second.model).not.toBe(first.model);
});

test('an augmentation by shifts of 0 pixels and no flips gives the same weights as no augmentation', async () => {
  const { augmentation, ...training } = changeRecipe(fashion.recipe, {
    hiddenUnits: [8],
    epochs: 2,
    batchSize: 32,
    validationSize: 50,
  }).training;
  const named = {
    ...small,
    training: { ...training, augmentation: { shiftPixels: 0, horizontalFlip: false } },
  };
  const plain = await trainRecipe({ ...small, training }, images, { seed: 3 });
  expect(augmentation).toEqual({ shiftPixels: 1, horizontalFlip: true });
  expect(weightsOf(await trainRecipe(named, images, { seed: 3 }))).toEqual(weightsOf(plain));
});

test('trainRecipe() stores the training options with the model', async () => {
  const { model, history, validation } = await trainRecipe(small, images, { seed: 3 });
  expect(modelMetadata(model).trainedWith).toMatchObject({
    dataset: 'mnist',
    hiddenUnits: [8],
    epochs: 2,
    optimizer: 'adamw',
    weightDecay: 0.2,
    shiftPixels: 2,
    validationSize: 50,
    seed: 3,
  });
  expect(history.epochs.at(-1)?.validationAccuracy).toBeGreaterThanOrEqual(0);
  expect(validation.count).toBe(50);
});
