import { expect, test } from 'vitest';
import { checkNotebook } from '../../scripts/lessons/check.js';
import type { Cell, Notebook, Output } from '../../scripts/lessons/notebook.js';
import { describeProblems, isWarning } from '../../scripts/lessons/problem.js';

const png = Buffer.concat([Buffer.from('\x89PNG', 'latin1'), Buffer.alloc(600)]).toString('base64');

const figure = (name: string, change: Record<string, unknown> = {}): Output => ({
  output_type: 'display_data',
  data: {
    'application/vnd.plotly.v1+json': { data: [{ type: 'bar' }], layout: {} },
    'image/png': png,
    'text/plain': ['Two bars.'],
    ...change,
  },
  metadata: { mnist_lab: { figure: name } },
});

const table: Output = {
  output_type: 'display_data',
  data: { 'text/html': '<table><td>1</td></table>', 'text/plain': '1' },
  metadata: { mnist_lab: { table: 'n' } },
};

const stream = (name: string, text: string): Output => ({ output_type: 'stream', name, text: [text] });

const cell = (source: string, count: number | null, ...outputs: Output[]): Cell => ({
  cell_type: 'code',
  metadata: {},
  source: [source],
  execution_count: count,
  outputs,
});

const notebook = (...cells: Cell[]): Notebook => ({
  cells,
  metadata: { mnist_lab: { figures: ['bars'], tables: 1 } },
  nbformat: 4,
  nbformat_minor: 5,
});

const good = notebook(cell('await show(bars);', 1, figure('bars')), cell('await show(frame);', 2, table));
const messages = (checked: Notebook, options = {}) =>
  checkNotebook(checked, options).map(({ message }) => message);

test('checkNotebook() finds no problem in a notebook whose cells all ran with the expected outputs', () => {
  expect(messages(good)).toEqual([]);
});

test('checkNotebook() reports a notebook that was never executed with its first cell and the number of other cells', () => {
  expect(messages(notebook(cell('1', null), cell('2', null), cell('3', null)))).toEqual([
    'The cell did not finish.',
    '2 cells after it did not run.',
  ]);
});

const error: Output = {
  output_type: 'error',
  ename: 'RangeError',
  evalue: 'no',
  traceback: ['RangeError: no', '    at cell [2]:1:1'],
};

test('checkNotebook() reports the first failed cell with its traceback, but no later cells', () => {
  const failed = notebook(cell('1', 1), cell('fail();', 2, error), cell('3', null));
  const interruption = { kind: 'failed', message: 'RangeError: no', cell: 1 } as const;
  expect(checkNotebook(failed, { interruption })).toEqual([
    {
      kind: 'failed cell',
      message: 'The cell failed:\nRangeError: no\n    at cell [2]:1:1',
      source: 'fail();',
    },
    { kind: 'cells not run', message: '1 cell after it did not run.' },
  ]);
});

test('checkNotebook() accepts a failed cell that is tagged as expected to fail', () => {
  const expected = { ...cell('fail();', 3, error), metadata: { tags: ['raises-exception'] } };
  expect(messages(notebook(...good.cells, expected))).toEqual([]);
});

test.each([
  ['timeout', 'It took longer than its limit of 5 s.'],
  ['kernel', 'The kernel ended by SIGKILL.'],
] as const)(
  'checkNotebook() reports the cell that was running at an interruption of the kind %s',
  (kind, message) => {
    const ended = notebook(
      cell('1', 1),
      cell('2', 2, stream('stdout', 'begun')),
      cell('3', null),
      cell('4', null),
    );
    expect(checkNotebook(ended, { interruption: { kind, message, cell: 1 } })).toEqual([
      { kind: 'unfinished cell', message: `The cell did not finish. ${message}`, source: '2' },
      { kind: 'cells not run', message: '2 cells after it did not run.' },
    ]);
  },
);

test('checkNotebook() reports no cell if the kernel ended after the last one', () => {
  const interruption = { kind: 'kernel', message: 'The kernel ended with code 3.', cell: null } as const;
  expect(checkNotebook(good, { interruption })).toEqual([
    { kind: 'kernel', message: 'The kernel ended with code 3.' },
  ]);
});

test('checkNotebook() reports output on stderr as a warning, with the source of its cell', () => {
  const failed = notebook(...good.cells, cell('fail();', 3, stream('stderr', 'Error: no\n')));
  const problems = checkNotebook(failed);
  expect(problems.map(isWarning)).toEqual([true]);
  expect(describeProblems('lesson', problems)).toBe(
    'lesson: The cell wrote to stderr:\nError: no\n  in the cell\n    fail();',
  );
});

test.each(['\n', '\r\n \r\n', '\u001b[2K\u001b[1G\n', '\u001b[31m\u001b[0m', '\r\u001b[K\r  \n'])(
  'checkNotebook() ignores output on stderr without visible text, such as %j',
  (text) => {
    expect(messages(notebook(...good.cells, cell('fit();', 3, stream('stderr', text))))).toEqual([]);
  },
);

test('checkNotebook() quotes only the last state of a progress bar on stderr', () => {
  const text = 'step 1/2\rstep 2/2\r\n\u001b[33mdone\u001b[0m\n';
  expect(messages(notebook(...good.cells, cell('fit();', 3, stream('stderr', text))))).toEqual([
    'The cell wrote to stderr:\nstep 2/2\ndone',
  ]);
});

test('checkNotebook() reports both the error and the stderr output of a failed cell', () => {
  const failed = notebook(cell('fail();', 1, stream('stderr', 'why\n'), error));
  const problems = checkNotebook(failed, {
    interruption: { kind: 'failed', message: 'RangeError: no', cell: 0 },
  });
  expect(problems.map(({ kind }) => kind)).toEqual(['stderr', 'failed cell']);
  expect(problems.every(isWarning)).toBe(false);
});

test('checkNotebook() reports a cell that was executed out of order', () => {
  expect(messages(notebook(good.cells[0]!, { ...good.cells[1]!, execution_count: 7 }))).toEqual([
    'The cell ran as number 7, not 2.',
  ]);
});

test('checkNotebook() reports a missing figure and lists the existing ones', () => {
  const other = notebook(cell('await show(lines);', 1, figure('lines')), good.cells[1]!);
  expect(messages(other)).toEqual(['Figure "bars" is missing. The notebook shows: lines.']);
});

test('checkNotebook() reports two figures with the same name', () => {
  const twice = notebook(cell('await show(bars, bars);', 1, figure('bars'), figure('bars')), good.cells[1]!);
  expect(messages(twice)).toEqual(['Figure "bars" is shown twice. Give one of them another name.']);
});

test.each([
  ['plot', { 'application/vnd.plotly.v1+json': { data: [] } }],
  ['PNG image, because no browser was found', { 'image/png': undefined }],
  ['PNG image, because no browser was found', { 'image/png': 'bm90IGEgcGljdHVyZQ==' }],
  ['description', { 'text/plain': ' ' }],
])('checkNotebook() reports a figure without its %s', (part, change) => {
  const lacking = notebook(cell('await show(bars);', 1, figure('bars', change)), good.cells[1]!);
  expect(messages(lacking)).toEqual([expect.stringContaining(`Figure "bars" has no ${part}`)]);
});

test('checkNotebook() accepts missing PNG images if there was no browser, but no other missing parts', () => {
  const lacking = notebook(
    cell('await show(bars);', 1, figure('bars', { 'image/png': undefined })),
    good.cells[1]!,
  );
  expect(messages(lacking, { pictures: false })).toEqual([]);
  const bare = figure('bars', { 'image/png': undefined, 'text/plain': ' ' });
  expect(messages(notebook(cell('await show(bars);', 1, bare), good.cells[1]!), { pictures: false })).toEqual(
    [expect.stringContaining('Figure "bars" has no description')],
  );
});

test('checkNotebook() reports a table that is missing or has no rows', () => {
  const empty = { ...table, data: { ...table.data, 'text/html': '<table></table>' } };
  expect(messages(notebook(good.cells[0]!))).toEqual(['Expected 1 tables but found 0.']);
  expect(messages(notebook(good.cells[0]!, cell('await show(frame);', 2, empty)))).toEqual([
    'The table with the columns n has no rows.',
  ]);
});

test('checkNotebook() reports a call of show() without output, except in an exercise answer', () => {
  expect(messages(notebook(...good.cells, cell('await show(x);', 3)))).toEqual([
    'The cell calls show() but has no output.',
  ]);
  const answer = cell('async function tryIt() {\n  await show(x);\n}', 3);
  expect(messages(notebook(...good.cells, { ...answer, metadata: { tags: ['answer'] } }))).toEqual([]);
});

test('checkNotebook() reports a promise that was printed instead of awaited', () => {
  const printed = notebook(...good.cells, cell('train();', 3, stream('stdout', 'Promise { <pending> }\n')));
  expect(messages(printed)[0]).toMatch(/^The cell printed a promise: is an await missing\?/);
});

test('checkNotebook() reports a training run that was still active when its cell had finished', () => {
  const bar: Output = {
    output_type: 'display_data',
    data: { 'text/plain': 'Training: epoch 1 of 2, 3 s left' },
  };
  expect(messages(notebook(...good.cells, cell('train();', 3, bar)))).toEqual([
    'The cell ended while its training was still running.',
  ]);
});
