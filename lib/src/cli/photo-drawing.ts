import type { GreyImage } from '../images/grey-image.js';
import { scaledSize } from '../images/image-size.js';
import { type MarkedBox, markedBoxes } from '../images/marked-boxes.js';
import { resizePicture } from '../images/resize.js';

/** Longest side of a drawn photo in pixels. A pixel is one column wide and half a line high. */
const longestSide = 64;
/** Codes of a 256-colour terminal. Ignored marks are drawn in one of four oranges, by their grey level. */
const [blue, cyan, oranges] = [33, 37, [94, 130, 172, 215]] as const;

/**
 * Draws a photo with half-block characters, two pixels each. Classified parts are framed in blue and sheets of
 * paper in cyan. Ignored parts are orange.
 */
export function drawPhoto(photo: GreyImage, found: Parameters<typeof markedBoxes>[0]): string {
  const scale = Math.min(1, longestSide / Math.max(photo.rows, photo.columns));
  const size = scaledSize(photo, scale);
  const { pixels, rows, columns } = scale < 1 ? resizePicture(photo, size) : photo;
  const codes = Array.from(pixels, greyCode);
  for (const marked of markedBoxes(found)) mark(marked, scale / (photo.shrunkBy ?? 1));
  let text = '';
  for (let row = 0; row < rows; row += 2) {
    for (let column = 0; column < columns; column++) {
      const upper = codes[row * columns + column]!;
      const lower = codes[(row + 1) * columns + column] ?? greyCode(0);
      text += halfBlock(upper, lower);
    }
    text += '\u001b[0m\n';
  }
  const ignored = found.ignored.length > 0 ? ', orange: ignored' : '';
  return `${text}blue: read${ignored}${found.sheet ? ', cyan: sheet' : ''}\n`;

  function mark({ kind, box, isFilled }: MarkedBox, toDrawing: number): void {
    // The outline of a character runs around it, not over its ink.
    const margin = kind === 'read' ? 1 : 0;
    const top = Math.floor(box.top * toDrawing) - margin;
    const left = Math.floor(box.left * toDrawing) - margin;
    const bottom = Math.ceil((box.top + box.rows) * toDrawing) - 1 + margin;
    const right = Math.ceil((box.left + box.columns) * toDrawing) - 1 + margin;
    for (let row = Math.max(0, top); row <= Math.min(bottom, rows - 1); row++) {
      for (let column = Math.max(0, left); column <= Math.min(right, columns - 1); column++) {
        const isOutline = row === top || row === bottom || column === left || column === right;
        if (!isOutline && !isFilled) continue;
        const at = row * columns + column;
        codes[at] = { read: blue, sheet: cyan, ignored: oranges[pixels[at]! >> 6]! }[kind];
      }
    }
  }
}

/** One character that shows two pixels, one above the other, by their colour codes. */
export const halfBlock = (upper: number, lower: number): string => `\u001b[38;5;${upper};48;5;${lower}m▀`;

/** The nearest colour code: black or one of the 24 greys (8, 18, … 238) of a 256-colour terminal. */
export function greyCode(pixel: number): number {
  if (pixel < 4) return 16;
  return 232 + Math.min(23, Math.max(0, Math.round((pixel - 8) / 10)));
}
