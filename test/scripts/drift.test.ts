import { expect, test } from 'vitest';
import { driftOf, fingerprint } from '../../scripts/lessons/drift.js';
import type { Notebook } from '../../scripts/lessons/notebook.js';
import { fromMarkdown } from '../../scripts/notebook-markdown.js';

const lesson = '# Title\n\n```ts\nconst a = 1;\n```\n';

const madeNow = () => {
  const notebook = fromMarkdown(lesson);
  notebook.metadata = { mnist_lab: { made_from: fingerprint(notebook) } };
  return notebook;
};

const said = (notebook: Notebook) => driftOf(notebook).map(({ message }) => message);

test('an executed notebook is up to date, even after its prose is edited', () => {
  const notebook = madeNow();
  notebook.cells[0]!.source = '# Another title';
  expect(driftOf(notebook)).toEqual([]);
});

test('a notebook is out of date if a code cell is edited', () => {
  const notebook = madeNow();
  notebook.cells[1]!.source = 'const a = 2;';
  expect(said(notebook)).toEqual([
    'Its code was edited after its outputs were made. Run npm run notebooks:update.',
  ]);
});

test('a notebook is out of date if the library code that it uses is changed', () => {
  const notebook = madeNow();
  notebook.metadata.mnist_lab!.made_from!.library = '0000000000000000';
  expect(said(notebook)).toEqual([
    'The library was edited after its outputs were made. Run npm run notebooks:update.',
  ]);
});

test('a notebook is out of date if it was never executed', () => {
  expect(said(fromMarkdown(lesson))[0]).toMatch(/never executed/);
});
