import type { FloatImage } from '../grey-image.js';
import { signedDistance } from './distance-transform.js';

/**
 * Mean width of the strokes in pixels: twice the ink's area by the length of its outline. Both are sums over
 * grey levels, so that it holds for soft edges too: the outline is the picture's total variation (coarea
 * formula).
 *
 * @param ink 0 (paper) to 1; 0 outside.
 */
export function strokeWidth({ values, rows, columns }: FloatImage): number {
  const at = (row: number, column: number) =>
    row < 0 || column < 0 || row >= rows || column >= columns ? 0 : values[row * columns + column]!;
  let [area, outline] = [0, 0];
  for (let row = -1; row < rows; row++) {
    for (let column = -1; column < columns; column++) {
      const value = at(row, column);
      area += value;
      outline += Math.hypot(at(row, column + 1) - value, at(row + 1, column) - value);
    }
  }
  return outline > 0 ? (2 * area) / outline : 0;
}

/**
 * Makes every stroke wider (or, with a number below 0, finer) by the same amount and leaves where it runs.
 *
 * @param ink 0 (paper) to 1.
 * @param change Of the width, in pixels.
 * @returns The ink with a margin of half the change around it.
 */
export function widenStrokes(ink: FloatImage, change: number): FloatImage {
  const margin = Math.max(0, Math.ceil(change / 2) + 1);
  const rows = ink.rows + 2 * margin;
  const columns = ink.columns + 2 * margin;
  const padded = new Float32Array(rows * columns);
  for (let row = 0; row < ink.rows; row++) {
    const line = ink.values.subarray(row * ink.columns, (row + 1) * ink.columns);
    padded.set(line, (row + margin) * columns + margin);
  }
  const distance = signedDistance({ values: padded, rows, columns });
  const values = distance.map((pixels) => Math.min(1, Math.max(0, 0.5 + change / 2 - pixels)));
  return { values, rows, columns };
}
