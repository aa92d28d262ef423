import { tableLines } from '../text/table-lines.js';

/** Lines up cells in columns, two spaces apart. Columns named in `right` are aligned to the right. */
export function formatTable(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  return tableLines(rows, { right: (column) => right.includes(column) })
    .map((line) => `${line}\n`)
    .join('');
}
