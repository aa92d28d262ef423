import { type Dataset, principalComponents } from 'mnist-lab';
import { expect, test } from 'vitest';
import { leadingEigenvectors } from '../../../lib/src/datasets/statistics/lanczos.js';
import { symmetricEigen } from '../../../lib/src/datasets/statistics/symmetric-eigen.js';
import { expectNumbers } from '../../evaluation/numbers.js';
import { reference } from '../../evaluation/reference.js';
import { smallDataset } from '../../small-dataset.js';

const { rows, columns, pixels, labels } = reference.images;
const dataset: Dataset = {
  images: Uint8Array.from(pixels),
  labels: Uint8Array.from(labels),
  count: labels.length,
  rows,
  columns,
  classNames: ['a', 'b', 'c'],
};

test('principalComponents() agrees with scikit-learn, signs included', () => {
  const found = principalComponents(dataset, 3);
  const wanted = reference.images;
  expectNumbers(found.explainedVariance, wanted.explainedVariance, 1e-6);
  expectNumbers(found.explainedVarianceRatio, wanted.explainedVarianceRatio, 1e-9);
  expectNumbers(found.components, wanted.components, 1e-6);
  expectNumbers(found.coordinates, wanted.coordinates, 1e-3);
});

test('principalComponents() finds all components of small images, and they carry all variance', () => {
  const { explainedVarianceRatio } = principalComponents(smallDataset(), 12);
  expect(explainedVarianceRatio.reduce((sum, ratio) => sum + ratio, 0)).toBeCloseTo(1, 9);
});

test('principalComponents() goes on where images span fewer dimensions than asked for', () => {
  const line = { ...dataset, images: Uint8Array.of(0, 0, 2, 4, 4, 8), count: 3, rows: 1, columns: 2 };
  const { explainedVariance, components } = principalComponents(line, 2);
  expectNumbers(explainedVariance, [20, 0], 1e-9);
  expectNumbers(components.subarray(0, 2), [1 / Math.sqrt(5), 2 / Math.sqrt(5)], 1e-6);
});

test('principalComponents() refuses what has no components', () => {
  expect(() => principalComponents(dataset, 31)).toThrow(
    '31 principal components, wanted an integer from 1 to 30',
  );
  const alike = { ...dataset, images: new Uint8Array(pixels.length).fill(9) };
  expect(() => principalComponents(alike)).toThrow('all images are alike');
  const one = { ...dataset, images: dataset.images.subarray(0, 30), labels: Uint8Array.of(0), count: 1 };
  expect(() => principalComponents(one)).toThrow('of 1 images, wanted at least 2');
});

test('leadingEigenvectors() finds equal eigenvalues as often as they occur', () => {
  const multiply = (vector: Float64Array) => vector.map((value, index) => value * (index < 3 ? 5 : 1));
  const { values, vectors } = leadingEigenvectors(multiply, 40, 3);
  expectNumbers(values, [5, 5, 5], 1e-9);
  for (const vector of vectors) expect(Math.hypot(...vector.subarray(0, 3))).toBeCloseTo(1, 9);
});

test('symmetricEigen() decomposes a matrix', () => {
  const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 0, 1, 2, 0, 0, 0, 5), 3);
  expectNumbers(values, [5, 3, 1], 1e-12);
  expectNumbers(
    vectors.map(Math.abs),
    [0, 0, 1, Math.SQRT1_2, Math.SQRT1_2, 0, Math.SQRT1_2, Math.SQRT1_2, 0],
    1e-12,
  );
});
