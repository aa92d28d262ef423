import type { FloatImage } from '../grey-image.js';

/** Enlarges a picture by a whole factor, with straight lines between its pixels' centres. */
export function enlarge({ values, rows, columns }: FloatImage, factor: number): FloatImage {
  const width = columns * factor;
  const result = new Float32Array(rows * factor * width);
  const place = (at: number, length: number) => {
    const exact = Math.min(length - 1, Math.max(0, (at + 0.5) / factor - 0.5));
    const first = Math.min(length - 1, Math.floor(exact));
    return { first, second: Math.min(length - 1, first + 1), share: exact - first };
  };
  const across = Array.from({ length: width }, (_, column) => place(column, columns));
  for (let row = 0; row < rows * factor; row++) {
    const down = place(row, rows);
    for (let column = 0; column < width; column++) {
      const { first, second, share } = across[column]!;
      const above =
        (1 - share) * values[down.first * columns + first]! + share * values[down.first * columns + second]!;
      const below =
        (1 - share) * values[down.second * columns + first]! +
        share * values[down.second * columns + second]!;
      result[row * width + column] = (1 - down.share) * above + down.share * below;
    }
  }
  return { values: result, rows: rows * factor, columns: width };
}
