import { classCounts, type Dataset, intensityHistograms, meanImages, summarizeDataset } from 'mnist-lab';
import { expect, test } from 'vitest';

const dataset: Dataset = {
  images: Uint8Array.of(0, 255, 0, 255, 10, 20, 100, 127),
  labels: Uint8Array.of(0, 0, 0, 1),
  count: 4,
  rows: 1,
  columns: 2,
  classNames: ['a', 'b', 'c'],
};

test('classCounts() counts the images of each class', () => {
  expect(classCounts(dataset)).toEqual([3, 1, 0]);
});

test('meanImages() averages the images of each class', () => {
  const third = (sum: number) => Math.fround(sum / 3);
  expect([...meanImages(dataset)]).toEqual([third(10), third(530), 100, 127, 0, 0]);
});

test('intensityHistograms() returns, for each class, the fraction of its pixels per bin', () => {
  const { edges, shares } = intensityHistograms(dataset, 2);
  expect(edges).toEqual([0, 128, 256]);
  expect(shares).toEqual([
    [4 / 6, 2 / 6],
    [1, 0],
    [0, 0],
  ]);
});

test('intensityHistograms() rejects a bin count that would give bins of unequal width', () => {
  expect(() => intensityHistograms(dataset, 10)).toThrow(
    'expected the number of bins to divide 256 but found 10',
  );
});

test('summarizeDataset() summarises both splits, even if one has black images only', () => {
  const black = { ...dataset, images: new Uint8Array(8) };
  const [train, test] = summarizeDataset({ train: dataset, test: black });
  expect(train).toMatchObject({ part: 'train', images: 4, classes: 3, smallestClass: 0, largestClass: 3 });
  expect(train!.pixelMean).toBeCloseTo((255 * 2 + 10 + 20 + 100 + 127) / 8 / 255, 12);
  expect(test).toMatchObject({ part: 'test', pixelMean: 0, pixelStandardDeviation: 0 });
});
