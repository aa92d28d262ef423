import { subset } from 'mnist-lab';
import { expect, test } from 'vitest';
import { identities, smallDataset } from '../../small-dataset.js';

test('subset() selects images and labels in the given order', () => {
  const dataset = smallDataset();
  const picked = subset(dataset, [5, 0, 5]);
  expect(identities(picked)).toEqual([5, 0, 5]);
  expect([...picked.labels]).toEqual([5, 0, 5].map((index) => dataset.labels[index]));
  expect(picked).toMatchObject({ count: 3, rows: 4, columns: 3, classNames: dataset.classNames });
});

test('subset() rejects an index outside the dataset', () => {
  expect(() => subset(smallDataset(), [0, 100])).toThrow(
    'expected index 1 to be an integer from 0 to 99 but found 100',
  );
});
