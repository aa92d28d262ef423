import type { FloatImage } from '../grey-image.js';

/** A picture without the finest of its noise: each pixel with its neighbours, 1 : 2 : 1 along both sides. */
export function smooth({ values, rows, columns }: FloatImage): FloatImage {
  const across = new Float32Array(values.length);
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    for (let column = 0; column < columns; column++) {
      const left = values[start + Math.max(0, column - 1)]!;
      const right = values[start + Math.min(columns - 1, column + 1)]!;
      across[start + column] = (left + 2 * values[start + column]! + right) / 4;
    }
  }
  for (let row = 0; row < rows; row++) {
    const above = Math.max(0, row - 1) * columns;
    const below = Math.min(rows - 1, row + 1) * columns;
    for (let column = 0; column < columns; column++) {
      result[row * columns + column] =
        (across[above + column]! + 2 * across[row * columns + column]! + across[below + column]!) / 4;
    }
  }
  return { values: result, rows, columns };
}
