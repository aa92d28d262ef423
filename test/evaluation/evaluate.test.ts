import { createDigitModel, evaluate, evaluateProbabilities, predictProbabilities } from 'mnist-lab';
import { expect, test } from 'vitest';
import { smallDataset } from '../small-dataset.js';

const dataset = smallDataset();
const { rows, columns, classNames } = dataset;

test('evaluate() returns the metrics of the model’s predictions for a dataset', () => {
  const model = createDigitModel({ hiddenUnits: [5], imageShape: [rows, columns], classNames, seed: 1 });
  const evaluation = evaluate(model, dataset);
  expect(evaluation).toEqual(
    evaluateProbabilities(predictProbabilities(model, dataset), dataset.labels, classNames),
  );
  expect(evaluation.count).toBe(100);
});

test('evaluate() rejects a model with another number of classes than the dataset', () => {
  const model = createDigitModel({ hiddenUnits: [5], imageShape: [rows, columns], classCount: 4, seed: 1 });
  expect(() => evaluate(model, dataset)).toThrow('for 3 classes, as there are names, but found 4');
});
