import { escapeControls } from './escape.js';

/** A count with separators: `10,000`. */
export function formatCount(count: number): string {
  // Avoid toLocaleString: its first call loads the locale data, which takes as long as starting Node.
  if (!Number.isSafeInteger(count)) return count.toLocaleString('en-US');
  return `${count}`.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A count with its noun: `1 image`, `2 images`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** A list in words: `a`, `a and b`, `a, b and c`. */
export function listOf(items: readonly string[], word: 'and' | 'or' = 'and'): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;
}

/** A fraction as a percentage: `formatPercent(0.9934)` is `'99.34%'`. `'unknown'` if it is not finite. */
export function formatPercent(share: number, decimals = 2): string {
  return Number.isFinite(share) ? `${(share * 100).toFixed(decimals)}%` : 'unknown';
}

/** A probability as a percentage. Only 0 and 1 become `'0.0%'` and `'100.0%'`. For 0.9999, it is `'> 99.9%'`. */
export function formatProbability(probability: number): string {
  const text = formatPercent(probability, 1);
  if (text === '100.0%' && probability < 1) return '> 99.9%';
  if (text === '0.0%' && probability > 0) return '< 0.1%';
  return text;
}

/** A readable number of bytes: `'47.0 MB'`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value.toFixed(1)} ${units[unit]}`;
}

/** Formats seconds as `'0.4 s'`, `'12 s'`, `'3 min 5 s'` or `'2 h 1 min'`, and infinity as `'…'`. */
export function formatSeconds(seconds: number): string {
  if (!Number.isFinite(seconds)) return '…';
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

interface TableLayout {
  /** Underlined column names. Defaults to none. */
  readonly head?: readonly string[];
  /** Whether a column is aligned to the right. Defaults to none. */
  readonly right?: (column: number) => boolean;
}

/** Formats rows of cells as lines of text: columns two spaces apart, without trailing spaces. */
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

/** {@link tableLines} as one text, with control characters escaped. Columns in `right` are aligned to the right. */
export function formatTable(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const escaped = rows.map((row) => row.map(escapeControls));
  return tableLines(escaped, { right: (column) => right.includes(column) })
    .map((line) => `${line}\n`)
    .join('');
}
