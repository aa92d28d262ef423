/** Upper and lower half of a character cell: none, upper, lower, both. */
const blocks = [' ', '▀', '▄', '█'];

/**
 * Draws a grey image with half blocks, two rows of pixels in each line, light on dark.
 *
 * @param pixels 0 to 255, rows × columns, row-major.
 * @param colours With: 24 grey levels of the terminal. Without: pixels of 128 and more are drawn.
 */
export function drawImage(pixels: Uint8Array, rows: number, columns: number, colours: boolean): string {
  let text = '';
  for (let row = 0; row < rows; row += 2) {
    let line = '';
    for (let column = 0; column < columns; column++) {
      const upper = pixels[row * columns + column]!;
      // The row below the last one of an odd number of rows is background.
      const lower = pixels[(row + 1) * columns + column] ?? 0;
      line += colours
        ? `\u001b[38;5;${greyCode(upper)};48;5;${greyCode(lower)}m▀`
        : blocks[(upper >= 128 ? 1 : 0) + (lower >= 128 ? 2 : 0)]!;
    }
    text += colours ? `${line}\u001b[0m\n` : `${line.trimEnd()}\n`;
  }
  return text;
}

/** The nearest of black and the 24 greys (8, 18, … 238) of a 256-colour terminal. */
function greyCode(pixel: number): number {
  if (pixel < 4) return 16;
  return 232 + Math.min(23, Math.max(0, Math.round((pixel - 8) / 10)));
}
