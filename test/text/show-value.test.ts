import { expect, test } from 'vitest';
import { showValue } from '../../lib/src/text/show-value.js';

const circular: unknown[] = [];
circular.push(circular);

test.each<[unknown, string]>([
  [3, '3'],
  [Number.NaN, 'NaN'],
  [2n, '2'],
  ['a "b"', '"a \\"b\\""'],
  [undefined, 'undefined'],
  [null, 'null'],
  [Symbol('a'), 'Symbol(a)'],
  [() => 1, 'a function'],
  [{ a: [1] }, '{"a":[1]}'],
  [{ toJSON: () => undefined }, 'an object'],
  [circular, 'a list that JSON cannot hold'],
  [{ a: 2n }, 'an object that JSON cannot hold'],
  ['a'.repeat(200), `"${'a'.repeat(99)}…`],
])('showValue() shows any value in a few words: %#', (value, text) => {
  expect(showValue(value)).toBe(text);
});
