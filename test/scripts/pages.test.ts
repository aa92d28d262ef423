import { expect, test } from 'vitest';
import { textOf } from '../../scripts/lessons/notebook.js';
import { noteValues, relink } from '../../scripts/lessons/pages.js';
import { fromMarkdown } from '../../scripts/notebook-markdown.js';

const noted = (markdown: string, values: object) =>
  noteValues(fromMarkdown(markdown), { ...values }).cells.map(({ source }) => textOf(source));

test('the page of a run with changed parameters has a note about them below its title', () => {
  const [first] = noted('# Digits\n\nText.\n\n```ts\n1;\n```\n', { epochs: 1, hiddenUnits: [8] });
  expect(first).toMatch(/^# Digits\n\n> \*\*A short run\*\*, with `epochs = 1`, `hiddenUnits = \[8\]`\./);
  expect(first).toMatch(/\n\nText\.$/);
});

test('the page of a run with changed parameters begins with the note if it has no title', () => {
  expect(noted('```ts\n1;\n```\n', { epochs: 1 })).toEqual([
    expect.stringMatching(/^> \*\*A short run/),
    '1;',
  ]);
  expect(noted('Text.\n', { epochs: 1 })[0]).toMatch(/^> \*\*A short run[^\n]*\n\nText\.$/);
});

test('the page of a run without changed parameters has no note', () => {
  expect(noted('# Digits\n', {})).toEqual(['# Digits']);
});

const relinked = (markdown: string, target = (file: string) => file) =>
  textOf(
    relink(fromMarkdown(markdown), '/project/notebooks/digits', '/project/build/notebooks/digits', target)
      .cells[0]!.source,
  );

test('a relative link is adjusted if its notebook is published in another folder', () => {
  expect(relinked('[a](../../lib/README.md) and [`b`](here.md)')).toBe(
    '[a](../../../lib/README.md) and [`b`](../../../notebooks/digits/here.md)',
  );
});

test('an adjusted link keeps its anchor and its escapes', () => {
  expect(relinked('[a](../../lib/own%20file.md#part)')).toBe('[a](../../../lib/own%20file.md#part)');
});

test('a link to a notebook can be changed to a link to its page', () => {
  const toPage = (file: string) =>
    file.replace('/project/notebooks', '/project/build/notebooks').replace('ipynb', 'html');
  expect(relinked('[a](../clothes/lesson.ipynb)', toPage)).toBe('[a](../clothes/lesson.html)');
});

test.each(['https://example.org/a', '#part', 'mailto:a@example.org', 'data:,'])(
  'a link to the address %s is not adjusted',
  (address) => {
    expect(relinked(`[a](${address})`)).toBe(`[a](${address})`);
  },
);

test('text in code that looks like a link is not adjusted', () => {
  const code = '```ts\nvalues[0](./a)\n```';
  expect(relinked(code)).toBe('values[0](./a)');
});
