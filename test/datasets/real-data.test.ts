import { classCounts, loadDataset, measureInputScaling } from 'mnist-lab';
import { predictMajorityClass, predictNearestCentroid } from 'mnist-lab/experiments';
import { expect, test } from 'vitest';

const accuracy = (predictions: Uint8Array, labels: Uint8Array) =>
  predictions.filter((prediction, index) => prediction === labels[index]).length / labels.length;

test('MNIST is loaded with the published counts, first labels, mean and standard deviation', async () => {
  const { train, test: part, title } = await loadDataset('mnist');
  expect(title).toBe('MNIST');
  expect([train.count, part.count, train.rows, train.columns]).toEqual([60_000, 10_000, 28, 28]);
  expect([...train.labels.subarray(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
  expect(classCounts(train)).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
  const { mean, standardDeviation } = measureInputScaling(train.images);
  expect([mean.toFixed(4), standardDeviation.toFixed(4)]).toEqual(['0.1307', '0.3081']);
  expect(accuracy(predictMajorityClass(train, part), part.labels)).toBe(0.1135);
  expect(accuracy(predictNearestCentroid(train, part), part.labels)).toBe(0.8203);
});

test('Fashion-MNIST is loaded with the published counts, first class, mean and standard deviation', async () => {
  const { train, test: part, classNames } = await loadDataset('fashion-mnist');
  expect([train.count, part.count]).toEqual([60_000, 10_000]);
  expect(classNames[train.labels[0]!]).toBe('Ankle boot');
  expect(classCounts(train)).toEqual(Array(10).fill(6000));
  const { mean, standardDeviation } = measureInputScaling(train.images);
  expect([mean.toFixed(4), standardDeviation.toFixed(4)]).toEqual(['0.2860', '0.3530']);
  expect(accuracy(predictNearestCentroid(train, part), part.labels)).toBe(0.6768);
});
