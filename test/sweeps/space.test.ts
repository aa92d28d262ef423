import { describe, expect, test } from 'vitest';
import { drawConfigurations } from '../../lib/src/sweeps/draw-configurations.js';
import { exampleSpace, readSpace } from '../../lib/src/sweeps/space.js';
import { trialValues } from '../../lib/src/sweeps/sweep-recipe.js';

function drawn(space: object, { trials = 30, seed = 1 } = {}) {
  const { varied, fixed } = readSpace(space);
  return drawConfigurations(varied, fixed, { trials, seed });
}

describe('a search space', () => {
  test('is rejected if it has too many values, or a name of 20 million characters, which the error truncates', () => {
    const values = Array.from({ length: 100_000 }, (_, index) => index + 1);
    expect(() => readSpace({ batchSize: { choice: values } })).toThrow(
      'expected "batchSize" to have at most 1000 values as its choice but found 100000',
    );
    expect(() => readSpace({ ['k'.repeat(20_000_000)]: 1 })).toThrow(
      /^Reading a search space: unknown option "k{200}…"/,
    );
    expect(() => readSpace({ hiddenUnits: { choice: [new Array(1000).fill(8)] } })).toThrow(
      /at most 100 whole numbers/,
    );
  });

  test('printed by sweep --example is valid', () => {
    expect(readSpace(exampleSpace).varied.map(({ flag }) => flag.name)).toContain('learningRate');
  });

  test.each([
    [null, 'expected an object'],
    [
      {},
      'expected an option to vary, with "choice", "uniform", "logUniform", "integer" or "grid", but found none',
    ],
    [{ epochs: 3 }, 'expected an option to vary'],
    [{ epoch: 3 }, 'unknown option "epoch". Did you mean epochs? Known: recipe, architecture, hiddenUnits, '],
    [{ seed: { choice: [1, 2] } }, 'unknown option "seed"'],
    [
      { recipe: 'digit' },
      'expected "recipe" to be one of digits, small-digits, digits-cnn, fashion, fashion-cnn but found "digit"',
    ],
    [{ recipe: { toString: 1 } }, 'expected "recipe" to be one of'],
    [{ dropoutRate: { uniform: [0.5, 0.1] } }, 'the lower one first, but found [0.5,0.1]'],
    [{ dropoutRate: { uniform: [0.1, 0.1] } }, 'the lower one first'],
    [
      { dropoutRate: { uniform: [0, 2] } },
      'expected "dropoutRate" to be a number of 0 or more and less than 1 but found 2',
    ],
    [{ dropoutRate: { uniform: [0] } }, 'a uniform of two numbers'],
    [{ epochs: { uniform: [1, 5] } }, 'which draws fractions. Use "integer"'],
    [{ learningRate: { logUniform: [0, 1] } }, 'start above 0 but found 0'],
    [{ batchSize: { integer: [1.5, 3] } }, 'two whole numbers'],
    [{ activation: { uniform: [0, 1] } }, 'a choice or a grid, as it is not a number'],
    [{ activation: { choice: ['relu', 'rellu'] } }, 'but found "rellu"'],
    [{ activation: { choice: [] } }, 'a list of values as its choice'],
    [{ activation: { grid: ['relu', 'relu'] } }, 'found "relu" twice'],
    [{ epochs: { choise: [1] } }, 'one of choice, uniform, logUniform, integer, grid'],
    [{ epochs: { choice: [1], grid: [2] } }, 'one of choice'],
    [{ validationSize: { choice: [10, 20] } }, 'trials are compared on the same images'],
  ])('%j is rejected', (space, message) => {
    expect(() => readSpace(space)).toThrow(message);
  });
});

describe('sampling configurations from a search space', () => {
  const space = {
    learningRate: { logUniform: [0.0001, 0.1] },
    dropoutRate: { uniform: [0.1, 0.3] },
    epochs: { integer: [2, 4] },
    hiddenUnits: { choice: [[32], [64]] },
  };

  test('gives the same configurations for the same seed, and others for another', () => {
    expect(drawn(space)).toEqual(drawn(space));
    expect(drawn(space)).not.toEqual(drawn(space, { seed: 2 }));
  });

  test('gives values from the whole of each range and none outside', () => {
    const all = drawn(space, { trials: 200 }) as Record<string, number>[];
    const values = (name: string) => all.map((chosen) => chosen[name]!);
    expect(all).toHaveLength(200);
    expect(Math.min(...values('dropoutRate'))).toBeGreaterThanOrEqual(0.1);
    expect(Math.min(...values('dropoutRate'))).toBeLessThan(0.11);
    expect(Math.max(...values('dropoutRate'))).toBeGreaterThan(0.29);
    expect(Math.max(...values('dropoutRate'))).toBeLessThanOrEqual(0.3);
    expect(Math.min(...values('learningRate'))).toBeGreaterThanOrEqual(0.0001);
    expect(Math.max(...values('learningRate'))).toBeLessThanOrEqual(0.1);
    expect(new Set(values('epochs'))).toEqual(new Set([2, 3, 4]));
    // About half of the draws are below the geometric mean of the ends.
    const low = values('learningRate').filter((rate) => rate < Math.sqrt(0.0001 * 0.1)).length;
    expect(low).toBeGreaterThan(70);
    expect(low).toBeLessThan(130);
  });

  test('gives the requested number of configurations for each point of a grid', () => {
    const all = drawn({ batchSize: { grid: [64, 128] }, standardize: { grid: [true, false] } });
    expect(all).toHaveLength(4);
    expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(4);
    expect(drawn({ batchSize: { grid: [64, 128] }, ...space }, { trials: 5 })).toHaveLength(10);
  });

  test('gives each configuration once, and fewer than requested if there are no more', () => {
    expect(drawn({ epochs: { choice: [1, 2, 3] } }, { trials: 50 })).toHaveLength(3);
  });

  test('omits options that the sampled optimizer does not have', () => {
    const all = drawn({ optimizer: { choice: ['adam', 'sgd'] }, momentum: { uniform: [0, 0.9] } });
    for (const chosen of all) expect('momentum' in chosen).toBe(chosen.optimizer === 'sgd');
  });

  test('gives filters to convolutional networks only', () => {
    const architecture = { choice: ['dense', 'cnn'] as const };
    const trials = drawn({ architecture, filters: { choice: [[4], [8]] } });
    for (const trial of trials) expect('filters' in trial).toBe(trial.architecture === 'cnn');
    expect(trials).toHaveLength(3);
  });

  test('rejects an option that no trial could use, and a grid of 160,000 points', () => {
    expect(() => drawn({ momentum: { uniform: [0, 0.9] } })).toThrow(
      'expected a trial to use "momentum", an option of sgd, rmsprop, but found none. Set that as "optimizer"',
    );
    const sizes = Array.from({ length: 400 }, (_, index) => index + 1);
    expect(() => drawn({ batchSize: { grid: sizes }, epochs: { grid: sizes } })).toThrow(
      'at most 10000 but found 160000',
    );
  });
});

test('a trial records the option values that mnist-lab train would use, including those of a recipe', () => {
  const about = { dataset: 'fashion-mnist', imageCount: 60_000 };
  expect(trialValues(undefined, { epochs: 2 }, about)).toMatchObject({
    ...{ hiddenUnits: [256, 128], dropoutRate: 0.2, epochs: 2, validationSize: 10_000 },
  });
  const other = trialValues('digits', { optimizer: 'sgd', validationSize: 100 }, about);
  expect(other).toMatchObject({ hiddenUnits: [768, 384], optimizer: 'sgd', validationSize: 100 });
  // An option of the recipe's optimizer is dropped, because other optimizers would reject it.
  expect(other).not.toHaveProperty('weightDecay');
});

test('a trial of a convolutional network has filters, and does not have the hidden layers of the dataset’s recipe', () => {
  const about = { dataset: 'fashion-mnist', imageCount: 60_000 };
  expect(trialValues(undefined, { architecture: 'cnn', kernelSize: 5 }, about)).toEqual({
    ...{ architecture: 'cnn', filters: [32, 64], kernelSize: 5, hiddenUnits: [128] },
    ...{ epochs: 10, validationSize: 10_000, standardize: false },
  });
  const ofRecipe = trialValues('fashion', { architecture: 'cnn' }, about);
  expect(ofRecipe).not.toHaveProperty('hiddenUnits');
  expect(ofRecipe).toMatchObject({ architecture: 'cnn', optimizer: 'adamw' });
});
