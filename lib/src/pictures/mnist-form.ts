import { type GreyImage, withBlackBackground } from './grey-image.js';
import { resizePicture } from './resize-picture.js';
import { trimPicture } from './trim-picture.js';

/** Size of the image that a network takes. */
export interface FormOptions {
  /** Height in pixels. Defaults to 28. */
  readonly rows?: number;
  /** Width in pixels. Defaults to 28. */
  readonly columns?: number;
}

/**
 * Brings a drawing or photo of one character to the form of MNIST's images, as that dataset was made: the
 * ink scaled to fit a box of 20 × 20 pixels without changing its proportions, with the grey levels that
 * come from scaling black-and-white edges, then moved by whole pixels until its centre of mass lies at the
 * centre of 28 × 28 pixels (of every image in MNIST's test set the centre of mass lies at 14 to 15 pixels
 * from the top and from the left). Dark ink on light paper is inverted.
 *
 * @param picture Any size; the background is what its outermost pixels show.
 * @returns `rows × columns` pixels, 0 (background) to 255 (ink), row-major; all 0 for an empty picture.
 * @see {@link http://yann.lecun.com/exdb/mnist/}, "The MNIST database of handwritten digits".
 *
 * @example
 * ```ts
 * const drawing = { pixels: new Uint8Array(200 * 100), rows: 200, columns: 100 };
 * for (let row = 20; row < 150; row++) drawing.pixels[row * 100 + 30] = 255;
 * console.log(toMnistForm(drawing).length); // 784
 * ```
 */
export function toMnistForm(picture: GreyImage, { rows = 28, columns = 28 }: FormOptions = {}): Uint8Array {
  const form = new Uint8Array(rows * columns);
  const ink = trimInk(withBlackBackground(picture));
  if (!ink) return form;

  const scale = Math.min((rows * 20) / 28 / ink.rows, (columns * 20) / 28 / ink.columns);
  const box = resizePicture(
    ink,
    Math.max(1, Math.round(ink.rows * scale)),
    Math.max(1, Math.round(ink.columns * scale)),
  );
  const centre = centreOfMass(box);
  const top = offset(centre.row, box.rows, rows);
  const left = offset(centre.column, box.columns, columns);
  for (let row = 0; row < box.rows; row++) {
    const line = box.pixels.subarray(row * box.columns, (row + 1) * box.columns);
    form.set(line, (top + row) * columns + left);
  }
  return form;
}

/** The strongest ink becomes 255, as every stroke in MNIST reaches it; below a quarter of that is no ink. */
function trimInk({ pixels, rows, columns }: GreyImage): GreyImage | undefined {
  const strongest = pixels.reduce((most, pixel) => Math.max(most, pixel), 0);
  if (strongest === 0) return undefined;
  const stretched = pixels.map((pixel) => Math.round((pixel * 255) / strongest));
  return trimPicture({ pixels: stretched, rows, columns }, 64);
}

/** Of the ink, in pixels from the picture's top left corner. */
function centreOfMass({ pixels, columns }: GreyImage): { row: number; column: number } {
  let [mass, row, column] = [0, 0, 0];
  pixels.forEach((pixel, index) => {
    mass += pixel;
    row += pixel * (Math.floor(index / columns) + 0.5);
    column += pixel * ((index % columns) + 0.5);
  });
  return { row: row / mass, column: column / mass };
}

/** Where the box starts so that its centre of mass comes to lie at the centre, with all of it in the image. */
function offset(centre: number, boxSide: number, imageSide: number): number {
  return Math.min(imageSide - boxSide, Math.max(0, Math.ceil(imageSide / 2 - centre)));
}
