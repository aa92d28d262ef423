import { expect, test } from 'vitest';
import { escapeControls, escapeHtml, escapeLines, showText, showValue } from '../../lib/src/text/escape.js';

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
  [circular, 'an array without a JSON form'],
  [{ a: 2n }, 'an object without a JSON form'],
  ['a'.repeat(201), `"${'a'.repeat(200)}…"`],
  [['a'.repeat(300)], `["${'a'.repeat(198)}…`],
  ['\u001b]0;a\u0007', '"\\u001b]0;a\\u0007"'],
  [['\u009b31m', '\u202egnp.exe'], '["\\u009b31m","\\u202egnp.exe"]'],
  [Symbol('\u0000'), 'Symbol(\\u0000)'],
])('showValue() describes a value as $1', (value, text) => {
  expect(showValue(value)).toBe(text);
});

test('escapeHtml() leaves no markup, in elements and in attributes', () => {
  expect(escapeHtml(`<a title="it's">&amp;</a>`)).toBe(
    '&lt;a title=&#34;it&#39;s&#34;&gt;&amp;amp;&lt;/a&gt;',
  );
});

test('escapeControls() escapes all control characters, and keeps words in several writing systems', () => {
  const controls = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code)).filter((text) =>
    /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u.test(text),
  );
  // C0 and DEL, C1, line and paragraph separators, and twelve characters that change the text direction.
  expect(controls).toHaveLength(33 + 32 + 2 + 12);
  for (const control of controls) expect(escapeControls(`a${control}b`)).toMatch(/^a\\u[0-9a-f]{4}b$/);
  const words = 'Größe 数字 رقم "7" 👩‍🔬 \\n';
  expect(escapeControls(words)).toBe(words);
});

test('escapeLines() keeps line breaks, and showText() escapes them', () => {
  expect(escapeLines('a\n\u001b[2Kb\r\n')).toBe('a\n\\u001b[2Kb\\u000d\n');
  expect(showText('a\nb')).toBe('a\\u000ab');
  expect(showText('a'.repeat(1_000_000))).toHaveLength(201);
});
