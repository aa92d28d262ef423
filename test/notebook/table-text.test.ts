import { expect, test } from 'vitest';
import * as text from '../../lib/src/notebook/table.js';
import { type Table, tableContent } from '../../lib/src/notebook/table.js';

const tableToHtml = (table: Table) => text.tableToHtml(tableContent(table)!);
const tableToText = (table: Table) => text.tableToText(tableContent(table)!);

test('numbers are aligned to the right with the same decimals in every row, text to the left', () => {
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

test('very small numbers keep three significant digits', () => {
  expect(tableToText({ columns: ['rate'], values: [[0.000123456], [0.001]] })).toContain('0.000123');
});

test('row names are shown unless they only number the rows', () => {
  const table = { columns: ['n'], values: [[1], [2]] };
  expect(tableToText({ ...table, index: [0, 1] }).split('\n')[2]).toBe('1');
  expect(tableToText({ ...table, index: ['a', 'b'] }).split('\n')[2]).toBe('a  1');
});

test('missing values are empty, and NaN is shown', () => {
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

test('text from data is escaped in cells and in column names', () => {
  const html = tableToHtml({ columns: ['<i>'], values: [['<img src=x onerror="alert(1)">']] });
  expect(html).toContain('&lt;i&gt;');
  expect(html).toContain('&lt;img src=x onerror=&#34;alert(1)&#34;&gt;');
  expect(html).not.toMatch(/<i>|<img/);
});

test('a long table is cut, and the number of hidden rows is shown', () => {
  const table = { columns: ['n'], values: Array.from({ length: 75 }, (_, row) => [row]) };
  expect(tableToText(table)).toMatch(/… and 15 more rows$/);
  expect(tableToHtml(table)).toContain('… and 15 more rows');
});
