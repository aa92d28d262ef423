import { expect, test } from 'vitest';
import {
  countOf,
  formatBytes,
  formatPercent,
  formatProbability,
  formatSeconds,
  listOf,
  tableLines,
} from '../../lib/src/text/format.js';

test('tableLines() aligns cells in columns, numbers to the right, without trailing spaces', () => {
  const rows = [
    ['ant', '7', 'x'],
    ['beetle', '1,234', ''],
  ];
  expect(tableLines(rows, { right: (column) => column === 1 })).toEqual([
    'ant         7  x',
    'beetle  1,234',
  ]);
  expect(tableLines(rows, { head: ['name', 'count', 'mark'] })).toEqual([
    'name    count  mark',
    '------  -----  ----',
    'ant     7      x',
    'beetle  1,234',
  ]);
  expect(tableLines([])).toEqual([]);
});

test('formatBytes() uses the next larger unit from 1,000 on, up to TB', () => {
  expect([0, 999, 1000, 999_949, 999_950, 4.7e7, 2e15].map(formatBytes)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '999.9 kB',
    '1.0 MB',
    '47.0 MB',
    '2000.0 TB',
  ]);
});

test('formatSeconds() shows a decimal below ten seconds, then whole seconds, minutes or hours, and … for infinity', () => {
  expect([0.44, 9.94, 9.95, 59.4, 59.6, 185, 7265, Number.POSITIVE_INFINITY].map(formatSeconds)).toEqual([
    '0.4 s',
    '9.9 s',
    '10 s',
    '59 s',
    '1 min 0 s',
    '3 min 5 s',
    '2 h 1 min',
    '…',
  ]);
});

test('formatPercent() writes no space before the sign, and describes a number that is not finite with a word', () => {
  expect([formatPercent(0.9934), formatPercent(0.5, 0), formatPercent(Number.NaN)]).toEqual([
    '99.34%',
    '50%',
    'unknown',
  ]);
});

test('formatProbability() never rounds to 100% or to 0%', () => {
  expect([1, 0.99999, 0.987, 0.00001, 0].map(formatProbability)).toEqual([
    '100.0%',
    '> 99.9%',
    '98.7%',
    '< 0.1%',
    '0.0%',
  ]);
  const between = Array.from({ length: 9_999 }, (_, index) => (index + 1) / 10_000);
  expect(between.map(formatProbability).filter((text) => ['100.0%', '0.0%'].includes(text))).toEqual([]);
});

test('countOf() formats a count with its noun, and listOf() a list with commas and "and"', () => {
  expect([countOf(1, 'class', 'classes'), countOf(12345, 'image')]).toEqual(['1 class', '12,345 images']);
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((items) => listOf(items))).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ]);
  expect(listOf(['a', 'b', 'c'], 'or')).toBe('a, b or c');
});
