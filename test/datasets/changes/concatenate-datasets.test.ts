import { concatenateDatasets, createRandom, subset } from 'mnist-lab';
import { expect, test } from 'vitest';
import { identities, smallDataset } from '../../small-dataset.js';

test('concatenateDatasets() restores a dataset from three consecutive parts of it', () => {
  const random = createRandom(1);
  const dataset = smallDataset();
  for (let round = 0; round < 20; round++) {
    const [first, second] = [random.integer(dataset.count), random.integer(dataset.count)].sort(
      (a, b) => a - b,
    );
    const ends = [0, first!, second!, dataset.count];
    const parts = [0, 1, 2].map((part) => {
      const from = ends[part]!;
      return subset(
        dataset,
        Array.from({ length: ends[part + 1]! - from }, (_, index) => from + index),
      );
    });
    expect(concatenateDatasets(parts)).toEqual(dataset);
  }
});

test('concatenateDatasets() uses the class order of the first dataset', () => {
  const dataset = smallDataset();
  const classNames = [...dataset.classNames].reverse();
  const labels = dataset.labels.map((label) => classNames.length - 1 - label);
  const merged = concatenateDatasets([dataset, { ...dataset, classNames, labels }]);
  expect([...merged.labels]).toEqual([...dataset.labels, ...dataset.labels]);
  expect(identities(merged)).toEqual([...identities(dataset), ...identities(dataset)]);
});

test.each([
  ['an empty list', () => [], 'expected at least one but found none'],
  [
    'images of another size',
    () => [smallDataset(), { ...smallDataset(), rows: 3, columns: 4 }],
    'expected images of 4 × 3 × 1 numbers (rows, columns, colours), as in the first dataset, but found 3 × 4 × 1',
  ],
  [
    'a mix of colour and grey images',
    () => [
      smallDataset(),
      { ...smallDataset(), images: new Uint8Array(3 * smallDataset().images.length), channels: 3 as const },
    ],
    'but found 4 × 3 × 3 in dataset 2',
  ],
  [
    'a class that the first dataset lacks',
    () => [
      smallDataset(),
      { ...smallDataset(), classNames: ['other', ...smallDataset().classNames.slice(1)] },
    ],
    'but found other.',
  ],
] as const)('concatenateDatasets() rejects %s', (_, datasets, message) => {
  expect(() => concatenateDatasets(datasets())).toThrow(message);
});
