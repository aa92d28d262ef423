import { compareRuns, trainingProgress } from 'mnist-lab/notebook';
import { afterEach, expect, test, vi } from 'vitest';

const epoch = (number: number, accuracy: number) => ({
  epoch: number,
  loss: 0.5,
  accuracy,
  validationLoss: 0.4,
  validationAccuracy: accuracy,
  learningRate: 0.001,
  seconds: 1.25,
});

/** Reports the epochs of a training run, as `train` does. */
function watched(name: string, accuracies: readonly number[]): void {
  const { onEpochEnd } = trainingProgress(name);
  accuracies.forEach((accuracy, at) => {
    onEpochEnd(epoch(at + 1, accuracy));
  });
}

afterEach(() => vi.restoreAllMocks());

test('compareRuns() needs two training runs', async () => {
  // A second copy of the module, because other tests of this process have trained.
  const again = '../../lib/src/notebook/runs.js?again';
  const { compareRuns, rememberRun } = (await import(
    again
  )) as typeof import('../../lib/src/notebook/runs.js');
  expect(compareRuns).toThrow('Comparing training runs: expected two but found 0');
  rememberRun('first')(epoch(1, 0.5));
  expect(compareRuns).toThrow('Comparing training runs: expected two but found 1');
});

test('compareRuns() shows the last training run and the previous one', () => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  watched('first', [0.5]);
  watched('768 units', [0.8, 0.9]);
  watched('32 units', [0.7, 0.75]);
  const [figure, table] = compareRuns();
  expect(figure.description).toBe(
    'Validation accuracy of two runs: 768 units 90.00% after epoch 2 and 32 units 75.00% after epoch 2.',
  );
  expect(table.values).toEqual([
    ['768 units', 2, 0.5, 90, 0.4, 90, 2.5],
    ['32 units', 2, 0.5, 75, 0.4, 75, 2.5],
  ]);
});

test('compareRuns() treats two training runs with the same name as different runs', () => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  watched('Digits', [0.6]);
  watched('Digits', [0.7]);
  expect(compareRuns()[1].values).toHaveLength(2);
  expect(compareRuns()[0].description).toContain('Digits 60.00% after epoch 1 and Digits 70.00%');
});
