import { expect, test } from 'vitest';
import { plainJson } from '../../lib/src/notebook/show.js';

test('figures are stored with typed arrays as arrays of numbers with six significant digits', () => {
  expect(plainJson({ z: [new Float32Array([0.1, 1 / 3, 1e-9])], n: new Uint8Array([0, 255]) })).toEqual({
    z: [[0.1, 0.333333, 1e-9]],
    n: [0, 255],
  });
});

test('figures are stored with all digits of integers, and null for numbers that are not finite', () => {
  expect(plainJson([123456789, Number.NaN, Number.POSITIVE_INFINITY])).toEqual([123456789, null, null]);
});

test('figures are stored with unchanged text, booleans and null', () => {
  expect(plainJson({ a: 'b', c: true, d: null })).toEqual({ a: 'b', c: true, d: null });
});
