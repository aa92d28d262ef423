/** Data frames as HTML and as text: both from the same formatted cells. */

import { escapeHtml } from '../text/escape.js';
import { tableLines } from '../text/format.js';
import type { TableContent } from './table.js';

interface FormattedTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly numeric: readonly boolean[];
  readonly hiddenRows: number;
}

/** Rows shown of a long table. */
const rowLimit = 60;

/** A table as HTML: numbers to the right, everything that comes from data escaped, colours left to the page. */
export function tableToHtml(table: TableContent): string {
  const { columns, rows, numeric, hiddenRows } = format(table);
  const cell = (tag: string, text: string, column: number) => {
    const side = numeric[column] ? 'right' : 'left';
    // The attribute for pages that take styles away, such as GitHub's; the style for Jupyter's own style sheet.
    return `<${tag} align="${side}" style="text-align: ${side}">${escapeHtml(text)}</${tag}>`;
  };
  const head = columns.map((name, column) => cell('th', name, column)).join('');
  const body = rows.map((row) => `<tr>${row.map((text, column) => cell('td', text, column)).join('')}</tr>`);
  const more = hiddenRows > 0 ? `\n<p>… and ${hiddenRows} more rows</p>` : '';
  return `<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body.join('\n')}\n</tbody>\n</table>${more}`;
}

/** A table as text in columns, for places without HTML. */
export function tableToText(table: TableContent): string {
  const { columns, rows, numeric, hiddenRows } = format(table);
  const lines = tableLines(rows, { head: columns, right: (column) => numeric[column]! });
  if (hiddenRows > 0) lines.push(`… and ${hiddenRows} more rows`);
  return lines.join('\n');
}

function format(table: TableContent): FormattedTable {
  const named = table.index.some((name, row) => name !== row);
  const columns = named ? ['', ...table.columns] : [...table.columns];
  const cells = table.rows
    .slice(0, rowLimit)
    .map((row, at) => (named ? [table.index[at], ...row] : [...row]));
  const byColumn = columns.map((_, column) => formatColumn(cells.map((row) => row[column])));
  return {
    columns,
    rows: cells.map((_, row) => byColumn.map((column) => column.texts[row]!)),
    numeric: byColumn.map((column) => column.numeric),
    hiddenRows: table.rows.length - cells.length,
  };
}

function formatColumn(values: readonly unknown[]): { texts: string[]; numeric: boolean } {
  const present = values.filter((value) => value !== null && value !== undefined);
  const numeric = present.length > 0 && present.every((value) => typeof value === 'number');
  const decimals = numeric ? decimalsFor(present as number[]) : 0;
  const text = (value: unknown) => {
    if (value === null || value === undefined) return '';
    return numeric ? formatNumber(value as number, decimals) : String(value);
  };
  return { texts: values.map(text), numeric };
}

/** Decimals that a column's numbers share: as many as they need, at most four, more only for very small ones. */
function decimalsFor(numbers: readonly number[]): number {
  const broken = numbers.filter((number) => Number.isFinite(number) && !Number.isInteger(number));
  if (broken.length === 0) return 0;
  const smallest = Math.min(...broken.map(Math.abs));
  const limit = Math.max(4, Math.min(8, 2 - Math.floor(Math.log10(smallest))));
  const needed = broken.map(
    (number) => (number.toFixed(limit).replace(/0+$/, '').split('.')[1] ?? '').length,
  );
  return Math.max(...needed);
}

function formatNumber(number: number, decimals: number): string {
  if (!Number.isFinite(number)) return String(number);
  return number.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}
