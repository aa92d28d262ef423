import { type Dataset, summarizeDataset } from 'mnist-lab';
import { predictMajorityClass, predictNearestCentroid } from 'mnist-lab/experiments';
import { expect, test } from 'vitest';
import { reference } from '../evaluation/reference.js';
import { smallDataset } from '../small-dataset.js';

const { rows, columns, pixels, labels } = reference.images;
const dataset: Dataset = {
  images: Uint8Array.from(pixels),
  labels: Uint8Array.from(labels),
  count: labels.length,
  rows,
  columns,
  classNames: ['a', 'b', 'c', 'without images'],
};

test('predictNearestCentroid() makes the same predictions as scikit-learn', () => {
  expect([...predictNearestCentroid(dataset, dataset)]).toEqual(reference.images.nearestCentroid);
});

test('predictNearestCentroid() does not predict a class without training images, even for black images', () => {
  const black = { ...dataset, images: new Uint8Array(pixels.length) };
  expect(predictNearestCentroid(dataset, black)).not.toContain(3);
});

test('predictNearestCentroid() rejects images of another size', () => {
  expect(() => predictNearestCentroid(dataset, smallDataset())).toThrow(
    'expected images of 6 × 5 pixels but found 4 × 3',
  );
});

test('predictMajorityClass() always predicts the most frequent class of the training images', () => {
  const train = { ...dataset, labels: dataset.labels.map((label) => (label === 0 ? 0 : 2)) };
  expect([...predictMajorityClass(train, dataset)]).toEqual(Array(dataset.count).fill(2));
});

test('summarizeDataset() summarises both splits', () => {
  const test = {
    ...dataset,
    images: Uint8Array.of(0, 255),
    labels: Uint8Array.of(1, 1),
    count: 2,
    rows: 1,
    columns: 1,
  };
  const [train, second] = summarizeDataset({ train: dataset, test });
  expect(train).toMatchObject({
    part: 'train',
    images: 40,
    rows: 6,
    columns: 5,
    classes: 4,
    smallestClass: 0,
  });
  expect(second).toMatchObject({
    part: 'test',
    largestClass: 2,
    pixelMean: 0.5,
    pixelStandardDeviation: 0.5,
  });
});
