/** Data frames as HTML and as text, from the same formatted cells. */

import { escapeHtml } from '../text/escape.js';
import { tableLines } from '../text/format.js';

/** A danfojs `DataFrame` or `Series`. Any object with these fields is shown as a table. */
export interface Table {
  readonly columns: readonly string[];
  /** Rows of cells, each as long as `columns`, or the cells of the only column. */
  readonly values: readonly unknown[];
  /** Row names. Default row numbers 0, 1, 2 … are not shown. */
  readonly index?: readonly (string | number)[];
}

export interface TableContent {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  readonly index: readonly (string | number)[];
}

/** The content of a table, or `undefined` if it is not one. */
export function tableContent(item: unknown): TableContent | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const { columns, values, index } = fieldsOf(item);
  if (!Array.isArray(columns) || !Array.isArray(values)) return undefined;
  return {
    columns: columns.map(String),
    rows: values.map((row) => (Array.isArray(row) ? row : [row])),
    index: Array.isArray(index) ? index : [],
  };
}

/**
 * Reads the fields of a table. A column named `index` hides danfojs's field of that name, so fields such as
 * `$index`, which are never hidden, are read instead if they exist.
 */
function fieldsOf(item: object): { columns?: unknown; values?: unknown; index?: unknown } {
  if (!('$columns' in item) || !('$data' in item)) return item;
  const { $columns, $data, $index } = item as Readonly<Record<'$columns' | '$data' | '$index', unknown>>;
  return { columns: $columns, values: $data, index: $index };
}

interface FormattedTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly numeric: readonly boolean[];
  readonly hiddenRows: number;
}

const rowLimit = 60;

/** A table as HTML: numbers right-aligned, data escaped, colours inherited from the page. */
export function tableToHtml(table: TableContent): string {
  const { columns, rows, numeric, hiddenRows } = format(table);
  const cell = (tag: string, text: string, column: number) => {
    const side = numeric[column] ? 'right' : 'left';
    // GitHub removes styles and needs the attribute. The style overrides Jupyter's.
    return `<${tag} align="${side}" style="text-align: ${side}">${escapeHtml(text)}</${tag}>`;
  };
  const head = columns.map((name, column) => cell('th', name, column)).join('');
  const body = rows.map((row) => `<tr>${row.map((text, column) => cell('td', text, column)).join('')}</tr>`);
  const more = hiddenRows > 0 ? `\n<p>… and ${hiddenRows} more rows</p>` : '';
  return `<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body.join('\n')}\n</tbody>\n</table>${more}`;
}

/** A table as text in columns. */
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

/** Decimals for a column: as many as its numbers need, at most four, more only for very small numbers. */
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
