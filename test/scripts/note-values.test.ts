import { expect, test } from 'vitest';
import { noteValues } from '../../scripts/lessons/note-values.js';
import { textOf } from '../../scripts/lessons/notebook.js';
import { fromMarkdown } from '../../scripts/notebook-markdown.js';

const noted = (markdown: string, values: object) =>
  noteValues(fromMarkdown(markdown), { ...values }).cells.map(({ source }) => textOf(source));

test('a run with changed values has a note below its title', () => {
  const [first] = noted('# Digits\n\nText.\n\n```ts\n1;\n```\n', { epochs: 1, hiddenUnits: [8] });
  expect(first).toMatch(/^# Digits\n\n> \*\*A short run\*\*, with `epochs = 1`, `hiddenUnits = \[8\]`\./);
  expect(first).toMatch(/\n\nText\.$/);
});

test('the note comes first if there is no title', () => {
  expect(noted('```ts\n1;\n```\n', { epochs: 1 })).toEqual([
    expect.stringMatching(/^> \*\*A short run/),
    '1;',
  ]);
  expect(noted('Text.\n', { epochs: 1 })[0]).toMatch(/^> \*\*A short run[^\n]*\n\nText\.$/);
});

test('a run with its own values has no note', () => {
  expect(noted('# Digits\n', {})).toEqual(['# Digits']);
});
