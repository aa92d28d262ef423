import { expect, test } from 'vitest';

test('toEqual() accepts typed arrays of the same class with the same elements', () => {
  const numbers = Float32Array.of(1, Number.NaN);
  expect({ found: [numbers.slice()] }).toEqual({ found: [numbers] });
  // Views of different places in their buffers.
  expect(Uint8Array.of(0, 1, 2).subarray(1)).toEqual(Uint8Array.of(1, 2));
});

test.each<[string, ArrayBufferView, ArrayBufferView]>([
  ['another element', Uint8Array.of(1, 2), Uint8Array.of(1, 3)],
  ['another length', Uint8Array.of(1, 2), Uint8Array.of(1, 2, 0)],
  ['another class with the same bytes', Uint8Array.of(0, 0, 0, 0), Float32Array.of(0)],
])('toEqual() rejects a typed array with %s', (_, one, other) => {
  expect(one).not.toEqual(other);
});
