import { expect, test } from 'vitest';
import { textOf } from '../../scripts/lessons/notebook.js';
import { relink } from '../../scripts/lessons/relink.js';
import { fromMarkdown } from '../../scripts/notebook-markdown.js';

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
