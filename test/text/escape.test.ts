import { expect, test } from 'vitest';
import { escapeHtml, showValue } from '../../lib/src/text/escape.js';

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

test('escapeHtml() leaves nothing that HTML could take for markup, in elements and in attributes', () => {
  expect(escapeHtml(`<a title="it's">&amp;</a>`)).toBe(
    '&lt;a title=&#34;it&#39;s&#34;&gt;&amp;amp;&lt;/a&gt;',
  );
});
