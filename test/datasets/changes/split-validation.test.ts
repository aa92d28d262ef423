import { shuffle, splitValidation } from 'mnist-lab';
import { expect, test } from 'vitest';
import { identities, smallDataset } from '../../small-dataset.js';

const dataset = smallDataset({ count: 1000, classCount: 7 });

const shares = (labels: Uint8Array) =>
  Array.from({ length: 7 }, (_, label) => labels.filter((found) => found === label).length / labels.length);

test('splitValidation() puts every image, with its label, into the training or the validation set', () => {
  const { train, validation } = splitValidation(dataset, { size: 300, seed: 1 });
  expect([train.count, validation.count]).toEqual([700, 300]);
  const all = [...identities(train), ...identities(validation)];
  expect(all.toSorted((a, b) => a - b)).toEqual(identities(dataset));
  for (const part of [train, validation]) {
    expect(identities(part).map((index) => dataset.labels[index])).toEqual([...part.labels]);
  }
});

test('splitValidation() keeps the proportions of the classes, within one image per class', () => {
  const { validation } = splitValidation(dataset, { size: 0.1, seed: 3 });
  expect(validation.count).toBe(100);
  shares(validation.labels).forEach((share, label) => {
    expect(Math.abs(share - shares(dataset.labels)[label]!)).toBeLessThan(1 / 100);
  });
});

test('splitValidation() gives the same split for the same seed, and another split for another seed', () => {
  const split = (seed: number) => identities(splitValidation(dataset, { size: 50, seed }).validation);
  expect(split(1)).toEqual(split(1));
  expect(split(1)).not.toEqual(split(2));
});

test.each([0, 1000, 1.5, -3, Number.NaN, 0.0001])(
  'splitValidation() rejects a validation size of %s',
  (size) => {
    expect(() => splitValidation(dataset, { size, seed: 1 })).toThrow(`but found ${size}`);
  },
);

test('shuffle() keeps every image with its label and does not change the dataset', () => {
  const before = identities(dataset);
  const shuffled = shuffle(dataset, 9);
  expect(identities(dataset)).toEqual(before);
  expect(identities(shuffled)).not.toEqual(before);
  expect(identities(shuffled).toSorted((a, b) => a - b)).toEqual(before);
  expect(identities(shuffled).map((index) => dataset.labels[index])).toEqual([...shuffled.labels]);
});
