import { expect, test } from 'vitest';
import { textOf } from '../../scripts/lessons/notebook.js';
import { noteValues, relink } from '../../scripts/lessons/pages.js';
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

const relinked = (markdown: string, target = (file: string) => file) =>
  textOf(
    relink(fromMarkdown(markdown), '/project/notebooks/digits', '/project/build/notebooks/digits', target)
      .cells[0]!.source,
  );

test('a link from the new folder has the same target as from the old one', () => {
  expect(relinked('[a](../../lib/README.md) and [`b`](here.md)')).toBe(
    '[a](../../../lib/README.md) and [`b`](../../../notebooks/digits/here.md)',
  );
});

test('the anchor and escapes of a link are kept', () => {
  expect(relinked('[a](../../lib/own%20file.md#part)')).toBe('[a](../../../lib/own%20file.md#part)');
});

test('a link can be given another target', () => {
  const toPage = (file: string) =>
    file.replace('/project/notebooks', '/project/build/notebooks').replace('ipynb', 'html');
  expect(relinked('[a](../clothes/lesson.ipynb)', toPage)).toBe('[a](../clothes/lesson.html)');
});

test.each(['https://example.org/a', '#part', 'mailto:a@example.org', 'data:,'])(
  'the address %s is unchanged',
  (address) => {
    expect(relinked(`[a](${address})`)).toBe(`[a](${address})`);
  },
);

test('links in code are unchanged', () => {
  const code = '```ts\nvalues[0](./a)\n```';
  expect(relinked(code)).toBe('values[0](./a)');
});
