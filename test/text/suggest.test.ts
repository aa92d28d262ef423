import { expect, test } from 'vitest';
import { didYouMean, nearest } from '../../lib/src/text/suggest.js';

const names = ['mnist', 'fashion-mnist', 'kmnist'];

test.each([
  ['minst', 'mnist'],
  ['MNIST', 'mnist'],
  ['fashion', 'fashion-mnist'],
  ['fashon', 'fashion-mnist'],
  ['fashon-mnist', 'fashion-mnist'],
  ['k-mnist', 'kmnist'],
])('nearest() suggests, for the unknown word %s, the known word %s', (typed, wanted) => {
  expect(nearest(typed, ['mnist', 'fashion-mnist', 'kmnist'])).toBe(wanted);
});

test('nearest() suggests nothing for a word unlike any candidate', () => {
  expect(nearest('cifar', names)).toBeUndefined();
  expect(nearest('x', [])).toBeUndefined();
  expect(nearest('x', ['0', '1'])).toBeUndefined();
  expect(didYouMean('cifar', names)).toBe('');
});
