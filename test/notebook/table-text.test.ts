import { expect, test } from 'vitest';
import * as text from '../../lib/src/notebook/table.js';
import { type Table, tableContent } from '../../lib/src/notebook/table.js';

const tableToHtml = (table: Table) => text.tableToHtml(tableContent(table)!);
const tableToText = (table: Table) => text.tableToText(tableContent(table)!);

test('a table in plain text aligns numbers to the right with equal decimals, and text to the left', () => {
  const text = tableToText({
    columns: ['class', 'precision', 'support'],
    values: [
      ['zero', 0.98765, 60000],
      ['one', 0.5, 7],
    ],
  });
  expect(text.split('\n')).toEqual([
    'class  precision  support',
    '-----  ---------  -------',
    'zero      0.9877   60,000',
    'one       0.5000        7',
  ]);
});

test('a table in plain text shows very small numbers with three significant digits', () => {
  expect(tableToText({ columns: ['rate'], values: [[0.000123456], [0.001]] })).toContain('0.000123');
});

test('a table in plain text shows row names unless they are only row numbers', () => {
  const table = { columns: ['n'], values: [[1], [2]] };
  expect(tableToText({ ...table, index: [0, 1] }).split('\n')[2]).toBe('1');
  expect(tableToText({ ...table, index: ['a', 'b'] }).split('\n')[2]).toBe('a  1');
});

test('an HTML table has empty cells for missing values, and shows NaN', () => {
  const html = tableToHtml({
    columns: ['a', 'b'],
    values: [
      [null, Number.NaN],
      [undefined, 1],
    ],
  });
  expect(html).toContain('text-align: left"></td>');
  expect(html).toContain('>NaN</td>');
});

test('an HTML table escapes text from data in cells and in column names', () => {
  const html = tableToHtml({ columns: ['<i>'], values: [['<img src=x onerror="alert(1)">']] });
  expect(html).toContain('&lt;i&gt;');
  expect(html).toContain('&lt;img src=x onerror=&#34;alert(1)&#34;&gt;');
  expect(html).not.toMatch(/<i>|<img/);
});

test('a long table is truncated, and states the number of hidden rows', () => {
  const table = { columns: ['n'], values: Array.from({ length: 75 }, (_, row) => [row]) };
  expect(tableToText(table)).toMatch(/… and 15 more rows$/);
  expect(tableToHtml(table)).toContain('… and 15 more rows');
});
