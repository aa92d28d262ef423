import type { DataFrame } from 'danfojs-node';
import { loadTensorflow } from '../load-tensorflow.js';

type Columns = Readonly<Record<string, readonly (number | string | null)[]>>;

export function dataFrame(columns: Columns): DataFrame {
  // danfojs and TensorFlow are loaded at the first table, because they take a second. TensorFlow comes first:
  // danfojs alone cannot load it on newer versions of Node.
  loadTensorflow();
  const danfo = require('danfojs-node') as typeof import('danfojs-node');
  const names = Object.keys(columns);
  const rows = columns[names[0]!]!.map((_, row) => names.map((name) => columns[name]![row]!));
  return new danfo.DataFrame(rows, { columns: names });
}

/** Rounds a number. Missing values, NaN and infinity become `null`, an empty cell. */
export function round(value: number | undefined, decimals: number): number | null {
  return value === undefined || !Number.isFinite(value) ? null : Number(value.toFixed(decimals));
}

/** A fraction from 0 to 1 in percent, with two decimals. */
export function percent(share: number | undefined): number | null {
  return round(share === undefined ? undefined : share * 100, 2);
}
