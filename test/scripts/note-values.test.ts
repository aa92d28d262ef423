import { expect, test } from 'vitest';
import { noteValues } from '../../scripts/lessons/note-values.js';
import { textOf } from '../../scripts/lessons/notebook.js';
import { fromMarkdown } from '../../scripts/notebook-markdown.js';

const noted = (markdown: string, values: object) =>
  noteValues(fromMarkdown(markdown), { ...values }).cells.map(({ source }) => textOf(source));

test('a run with other values than its own is called so below its title', () => {
  const [first] = noted('# Digits\n\nText.\n\n```ts\n1;\n```\n', { epochs: 1, hiddenUnits: [8] });
  expect(first).toMatch(/^# Digits\n\n> \*\*A short run\*\*, with `epochs = 1`, `hiddenUnits = \[8\]`\./);
  expect(first).toMatch(/\n\nText\.$/);
});

test('without a title it is called so above everything', () => {
  expect(noted('```ts\n1;\n```\n', { epochs: 1 })).toEqual([
    expect.stringMatching(/^> \*\*A short run/),
    '1;',
  ]);
  expect(noted('Text.\n', { epochs: 1 })[0]).toMatch(/^> \*\*A short run[^\n]*\n\nText\.$/);
});

test('a run with its own values says nothing', () => {
  expect(noted('# Digits\n', {})).toEqual(['# Digits']);
});
