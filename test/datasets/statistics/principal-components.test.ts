import { createRandom, type Dataset, principalComponents, tf } from 'mnist-lab';
import { expect, test } from 'vitest';
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

test('principalComponents() gives the components of scikit-learn, including their signs', () => {
  const found = principalComponents(dataset, 3);
  const wanted = reference.images;
  expectNumbers(found.explainedVariance, wanted.explainedVariance, 1e-6);
  expectNumbers(found.explainedVarianceRatio, wanted.explainedVarianceRatio, 1e-9);
  expectNumbers(found.components, wanted.components, 1e-6);
  expectNumbers(found.coordinates, wanted.coordinates, 1e-3);
});

test('principalComponents() returns all components of small images, which together explain all variance', () => {
  const { explainedVarianceRatio } = principalComponents(smallDataset(), 12);
  expect(explainedVarianceRatio.reduce((sum, ratio) => sum + ratio, 0)).toBeCloseTo(1, 9);
});

test('principalComponents() returns a variance of 0 for components beyond the dimensions that the images span', () => {
  const line = { ...dataset, images: Uint8Array.of(0, 0, 2, 4, 4, 8), count: 3, rows: 1, columns: 2 };
  const { explainedVariance, components } = principalComponents(line, 2);
  expectNumbers(explainedVariance, [20, 0], 1e-9);
  expectNumbers(components.subarray(0, 2), [1 / Math.sqrt(5), 2 / Math.sqrt(5)], 1e-6);
});

test('principalComponents() rejects too many components, equal images and a single image', () => {
  expect(() => principalComponents(dataset, 31)).toThrow('to be an integer from 1 to 30 but found 31');
  const alike = { ...dataset, images: new Uint8Array(pixels.length).fill(9) };
  expect(() => principalComponents(alike)).toThrow('expected images that differ but all are equal');
  const one = { ...dataset, images: dataset.images.subarray(0, 30), labels: Uint8Array.of(0), count: 1 };
  expect(() => principalComponents(one)).toThrow('expected at least 2 images but found 1');
});

test('principalComponents() finds all components that have the same variance', () => {
  // The pixels vary independently: the first three by 100, the others by 10.
  const size = 40;
  const images = Uint8Array.from({ length: 2 * size * size }, (_, at) => {
    const [image, pixel] = [Math.floor(at / size), at % size];
    const amount = pixel < 3 ? 100 : 10;
    return image >> 1 === pixel ? 100 + (image % 2 === 0 ? amount : -amount) : 100;
  });
  const apart = {
    ...dataset,
    images,
    labels: new Uint8Array(2 * size),
    count: 2 * size,
    rows: 1,
    columns: size,
  };
  const { explainedVariance, components } = principalComponents(apart, 4);
  expectNumbers(explainedVariance.slice(0, 3), Array(3).fill((2 * 100 ** 2) / (2 * size - 1)), 1e-9);
  expectNumbers(explainedVariance.slice(3), [(2 * 10 ** 2) / (2 * size - 1)], 1e-9);
  for (const component of [0, 1, 2]) {
    const vector = components.subarray(component * size, (component + 1) * size);
    expect(Math.hypot(...vector.subarray(0, 3))).toBeCloseTo(1, 6);
  }
});

test('principalComponents() terminates on noise, whose components have similar variances, and leaks no tensor', () => {
  const random = createRandom(3);
  const images = Uint8Array.from({ length: 1000 * 60 }, () => random.integer(256));
  const noise = { ...dataset, images, labels: new Uint8Array(1000), count: 1000, rows: 6, columns: 10 };
  const before = tf.memory().numTensors;
  const { components, explainedVariance } = principalComponents(noise, 3);
  expect(tf.memory().numTensors).toBe(before);
  expect(explainedVariance).toEqual([...explainedVariance].sort((left, right) => right - left));
  const [first, second] = [components.subarray(0, 60), components.subarray(60, 120)];
  expect(first.reduce((sum, value, at) => sum + value * second[at]!, 0)).toBeCloseTo(0, 6);
});
