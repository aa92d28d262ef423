import { digits, fashion } from 'mnist-lab/experiments';
import { parametersTable, recipeParameters } from 'mnist-lab/notebook';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

let said = '';

beforeEach(() => {
  said = '';
  vi.stubEnv('MNIST_LAB_PARAMETERS', '');
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said += text;
    return true;
  });
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test('recipeParameters() returns the recipe unchanged, and prints nothing, if no parameter is changed', () => {
  const { recipe, seed, shownImages } = recipeParameters(digits.recipe, { shownImages: [0, 1], seed: 1 });
  expect(recipe).toEqual(digits.recipe);
  expect([seed, shownImages]).toEqual([1, [0, 1]]);
  expect(said).toBe('');
});

test('recipeParameters() applies the values of the notebook, and MNIST_LAB_PARAMETERS overrides them', () => {
  vi.stubEnv('MNIST_LAB_PARAMETERS', '{"epochs": 1, "peakLearningRate": 0.01, "shiftPixels": 0, "seed": 5}');
  const parameters = recipeParameters(fashion.recipe, { epochs: 7, hiddenUnits: [32], seed: 1 });
  const { model, training } = parameters.recipe;
  expect(model.hiddenUnits).toEqual([32]);
  expect(training).toEqual({
    ...fashion.recipe.training,
    epochs: 1,
    learningRate: { kind: 'oneCycle', peak: 0.01, warmupFraction: 0.1 },
    augmentation: { shiftPixels: 0, horizontalFlip: true },
  });
  expect(parameters.seed).toBe(5);
  expect(parameters).not.toHaveProperty('peakLearningRate');
  expect(parameters.values).toMatchObject({ epochs: 1, learningRate: 0.01, seed: 5 });
  expect(said).toContain('epochs = 1, peakLearningRate = 0.01, shiftPixels = 0, seed = 5');
  expect(said).toContain("The text describes the run with the recipe's own values");
});

test('recipeParameters() prints that the results will differ from the text if the notebook changes a value', () => {
  recipeParameters(digits.recipe, { epochs: 3, seed: 1 });
  expect(said).toBe(
    "The text describes the run with the recipe's own values. Yours will give other numbers.\n",
  );
});

test('recipeParameters() drops the options of the old optimizer if another one is chosen', () => {
  vi.stubEnv('MNIST_LAB_PARAMETERS', '{"optimizer": "adam"}');
  const { recipe, values } = recipeParameters(digits.recipe, { seed: 1 });
  expect(recipe.training.optimizer).toEqual({ kind: 'adam' });
  expect(values).not.toHaveProperty('weightDecay');
});

test('recipeParameters() rejects unknown parameters and values out of range, and names them', () => {
  const parameters = () => recipeParameters(digits.recipe, { seed: 1 });
  vi.stubEnv('MNIST_LAB_PARAMETERS', '{"epoch": 1}');
  expect(parameters).toThrow(/names "epoch".*Known: .*epochs/);
  vi.stubEnv('MNIST_LAB_PARAMETERS', '{"dropoutRate": 2}');
  expect(parameters).toThrow('expected dropoutRate to be a number of 0 or more and less than 1 but found 2');
});

test('parametersTable() has a row for every parameter, with a description', () => {
  const table = parametersTable(
    recipeParameters(fashion.recipe, { studyEpochs: 15, shownImages: [0, 12], seed: 1 }),
  );
  const rows = table.values as string[][];
  const meaning = Object.fromEntries(rows.map(([name, value, words]) => [name, `${value}: ${words}`]));
  expect(meaning.hiddenUnits).toBe('512, 512: units of each hidden layer, first to last');
  expect(meaning.labelSmoothing).toBe('0.05: target probability spread evenly over all classes');
  expect(meaning.shownImages).toMatch(/^0, 12: test images/);
  expect(meaning.emaDecay).toMatch(/^0\.998: decay of /);
  expect(rows.map(([, , words]) => words)).not.toContain('');
  expect(rows.length).toBe(22);
});

test('parametersTable() shows selected parameters in the requested order, without options of other optimizers', () => {
  const parameters = recipeParameters(digits.recipe, { optimizer: 'adam', seed: 1 });
  const table = parametersTable(parameters, ['seed', 'weightDecay', 'epochs']);
  expect((table.values as string[][]).map(([name, value]) => [name, value])).toEqual([
    ['seed', '1'],
    ['epochs', '40'],
  ]);
  expect(() => parametersTable(parameters, ['epoch'])).toThrow('found "epoch". Known: hiddenUnits');
});
