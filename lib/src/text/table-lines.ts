/** How a table is laid out. */
export interface TableLayout {
  /** Names of the columns, underlined. Defaults to none. */
  readonly head?: readonly string[];
  /** Whether a column stands to the right, as numbers do. Defaults to none. */
  readonly right?: (column: number) => boolean;
}

/** Rows of cells as lines of text: columns two spaces apart, without spaces at the end of a line. */
export function tableLines(
  rows: readonly (readonly string[])[],
  { head, right = () => false }: TableLayout = {},
): string[] {
  const widths: number[] = [];
  for (const row of head ? [head, ...rows] : rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  }
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (right(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd();
  const underline = widths.map((width) => '-'.repeat(width)).join('  ');
  return head ? [line(head), underline, ...rows.map(line)] : rows.map(line);
}
