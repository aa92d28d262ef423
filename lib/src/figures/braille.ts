/** Bit of each dot of a braille character, by row and column. */
const dotBits = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

/** Thresholds of ordered dithering (Bayer 1973), 0 to 15. */
const bayer = [
  [0, 8, 2, 10],
  [12, 4, 14, 6],
  [3, 11, 1, 9],
  [15, 7, 13, 5],
] as const;

/**
 * Draws an image in braille characters, eight dots each, because hover labels can only contain text.
 *
 * @param pixels 0 to 255, `rows × columns`, row-major.
 * @param height Dots from top to bottom, a multiple of 4. The width keeps the proportions.
 * @returns One string per row of characters.
 */
export function brailleLines(pixels: Uint8Array, rows: number, columns: number, height = 24): string[] {
  const width = Math.max(2, Math.round((height * columns) / rows / 2) * 2);
  const dots = Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => {
      const grey = meanOf(pixels, columns, [
        (row * rows) / height,
        ((row + 1) * rows) / height,
        (column * columns) / width,
        ((column + 1) * columns) / width,
      ]);
      // Dither dark to middle grey. Brighter areas, such as pen strokes, are solid.
      return grey > 28 + bayer[row % 4]![column % 4]! * 9;
    }),
  );
  return Array.from({ length: height / 4 }, (_, line) => {
    let text = '';
    for (let column = 0; column < width; column += 2) {
      let bits = 0;
      dotBits.forEach((pair, row) => {
        pair.forEach((bit, side) => {
          if (dots[line * 4 + row]![column + side]) bits |= bit;
        });
      });
      text += String.fromCodePoint(0x2800 + bits);
    }
    return text;
  });
}

/** Mean of the pixels in a rectangle whose edges may cut through pixels. */
function meanOf(
  pixels: Uint8Array,
  columns: number,
  [top, bottom, left, right]: readonly [number, number, number, number],
): number {
  let sum = 0;
  let area = 0;
  for (let row = Math.floor(top); row < bottom; row++) {
    const tall = Math.min(row + 1, bottom) - Math.max(row, top);
    for (let column = Math.floor(left); column < right; column++) {
      const covered = tall * (Math.min(column + 1, right) - Math.max(column, left));
      sum += pixels[row * columns + column]! * covered;
      area += covered;
    }
  }
  return sum / area;
}
