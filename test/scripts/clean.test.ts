import { expect, test } from 'vitest';
import { cleanNotebook } from '../../scripts/lessons/clean.js';
import type { Notebook, Output } from '../../scripts/lessons/notebook.js';
import { root } from '../../scripts/lessons/project.js';

const withOutputs = (...outputs: Output[]): Notebook => ({
  cells: [
    {
      cell_type: 'code',
      id: 'a',
      metadata: { execution: { 'iopub.status.busy': '2026-01-01T00:00:00Z' }, tags: ['kept'] },
      source: 'one;\ntwo;',
      execution_count: 1,
      outputs,
    },
  ],
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
});

const cleaned = (...outputs: Output[]) => cleanNotebook(withOutputs(...outputs)).cells[0]!;

test('cleaning a notebook removes execution times, keeps other metadata and splits source text into lines', () => {
  expect(cleaned()).toMatchObject({ metadata: { tags: ['kept'] }, source: ['one;\n', 'two;'] });
  expect(cleaned().metadata).not.toHaveProperty('execution');
});

test('cleaning a notebook joins consecutive pieces of the same stream', () => {
  const out = (text: string): Output => ({ output_type: 'stream', name: 'stdout', text });
  const err: Output = { output_type: 'stream', name: 'stderr', text: 'no\n' };
  expect(cleaned(out('a'), out('b\nc'), err, out('d')).outputs!.map(({ text }) => text)).toEqual([
    ['ab\n', 'c'],
    ['no\n'],
    ['d'],
  ]);
});

test('cleaning a notebook makes absolute paths of the project relative, in text and in HTML', () => {
  const outputs = cleaned(
    { output_type: 'stream', name: 'stdout', text: `saved to ${root}/build/x\n` },
    {
      output_type: 'display_data',
      data: { 'text/html': `<p>${root}/y</p>`, 'image/png': 'AAAA' },
      metadata: {},
    },
  ).outputs!;
  expect(JSON.stringify(outputs)).not.toContain(root);
  expect(outputs[1]!.data).toEqual({ 'text/html': ['<p>./y</p>'], 'image/png': 'AAAA' });
});
