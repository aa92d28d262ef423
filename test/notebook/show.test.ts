import { DataFrame, Series } from 'danfojs-node';
import { show } from 'mnist-lab/notebook';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { kernelSymbol } from '../../lib/src/notebook/kernel-contract.cjs';
import { testInBrowser } from '../browser-tests.js';

let written = '';
beforeEach(() => {
  written = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written += text;
    return true;
  });
  return () => vi.restoreAllMocks();
});

const hiding = [
  ...[
    'index',
    'columns',
    'values',
    'shape',
    'size',
    'ndim',
    'dtypes',
    'T',
    'axis',
    'config',
    'print',
    'head',
  ],
  ...['name', 'data', 'layout', 'constructor', 'toString', 'then', '__proto__', '$dtypes', ''],
];

test.each(hiding)('show() displays a data frame with a column named "%s"', async (name) => {
  const frame = new DataFrame(
    [
      [1, 'x'],
      [2, 'y'],
    ],
    { columns: [name, 'other'] },
  );
  await show(frame);
  const lines = written.split('\n').map((line) => line.trim().split(/ +/));
  expect(lines).toEqual([
    name === '' ? ['other'] : [name, 'other'],
    expect.anything(),
    ['1', 'x'],
    ['2', 'y'],
    [''],
  ]);
});

test('show() displays the row names of a data frame', async () => {
  await show(new DataFrame([[1], [2]], { columns: ['index'], index: ['a', 'b'] }));
  expect(written).toBe('   index\n-  -----\na      1\nb      2\n');
});

test('show() displays a column of a data frame as a table with one column', async () => {
  await show(new Series([1, 2.5], { columns: ['n'] }));
  expect(written).toBe('  n\n---\n1.0\n2.5\n');
});

test('show() prints the description of a figure outside notebooks, and prints text unchanged', async () => {
  await show({ name: 'bars', description: 'Two bars.', data: [], layout: {} }, 'a <b>');
  expect(written).toBe('bars: Two bars.\na <b>\n');
});

testInBrowser('the PNG of a figure has its description as alternative text', async () => {
  const display = vi.fn();
  Object.assign(globalThis, { [kernelSymbol]: { display } });
  onTestFinished(() => void Reflect.deleteProperty(globalThis, kernelSymbol));
  await show({ name: 'bars', description: 'Two bars.', data: [], layout: { width: 200, height: 100 } });
  const [{ metadata }] = display.mock.calls[0]!;
  expect(metadata['image/png']).toMatchObject({ width: expect.any(Number), alt: 'Two bars.' });
});

test('show() displays plain Plotly data and layouts, which have no name', async () => {
  await show({ data: [{ type: 'bar', x: [1], y: [2] }], layout: { title: { text: 'My bars' } } });
  await show({ data: [{ type: 'scatter', y: [1, 2] }] });
  expect(written).toBe('My bars\nA chart of 1 trace.\n');
  await expect(show({ data: [], layout: {} } as never)).rejects.toThrow('give { data, layout }');
});

test('show() rejects a value that it cannot display, and the error describes the value', async () => {
  await expect(show(Promise.resolve('late') as never)).rejects.toThrow(
    'expected a figure, a data frame or text but found a promise. Await it first.',
  );
  await expect(show({ columns: 1 } as never)).rejects.toThrow('found an object with the fields columns');
  await expect(show(undefined as never)).rejects.toThrow(TypeError);
});
