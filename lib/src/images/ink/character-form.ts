import { bilinear, pointOnAxis } from '../bilinear.js';
import type { FloatImage, GreyImage } from '../grey-image.js';
import { type BoundingBox, type ImageSize, pixelCount, scaledSize } from '../image-size.js';
import { resizePicture } from '../resize.js';
import { strokeWidth, widenStrokes } from './stroke-weight.js';

/**
 * Range of stroke widths in MNIST, in pixels of the 20 × 20 box: 98% of the training images are within it.
 */
const [finest, broadest] = [1.5, 4.4];
/** Target width for thin strokes: the training images' median. */
const usual = 2.4;

/**
 * Characters whose longer side is below this, in pixels, are enlarged before their stroke widths are changed.
 * At a smaller size, the change would be too coarse.
 */
const drawnSide = 120;

/**
 * Converts the ink of one character to an image like MNIST's. If the widths of its strokes are outside MNIST's range,
 * the strokes are widened or narrowed first. The other steps are those by which MNIST was made: the character is
 * scaled to fit a box of 20 × 20 pixels with its proportions kept, and shifted by whole pixels so that its centre of
 * mass is at the centre of 28 × 28 pixels. The shift is rounded up, because every centre of mass in MNIST's test set
 * is 14 to 15 pixels from the top and left.
 *
 * @param ink 0 (paper) to 1.
 * @returns `rows × columns` pixels, 0 (background) to 255 (ink), row-major.
 * @see {@link http://yann.lecun.com/exdb/mnist/}, "The MNIST database of handwritten digits".
 */
export function characterForm(ink: FloatImage, size: ImageSize): Uint8Array {
  return framedCharacter(withUsualStrokes(trim(ink)), size);
}

/**
 * The last steps of {@link characterForm}: scales the ink to the box and places it by its centre of mass.
 * Stroke widths are not changed.
 */
export function framedCharacter(ink: FloatImage, size: ImageSize): Uint8Array {
  const { rows, columns } = size;
  const form = new Uint8Array(pixelCount(size));
  const part = inkBox(ink);
  const scale = Math.min((rows * 20) / 28 / part.rows, (columns * 20) / 28 / part.columns);
  const pixels = new Uint8Array(pixelCount(part));
  for (let row = 0, at = 0; row < part.rows; row++) {
    const start = (part.top + row) * ink.columns + part.left;
    for (let column = 0; column < part.columns; column++, at++)
      pixels[at] = Math.round(255 * ink.values[start + column]!);
  }
  const box = resizePicture({ pixels, rows: part.rows, columns: part.columns }, scaledSize(part, scale));
  let strongest = 1;
  for (let at = 0; at < box.pixels.length; at++) strongest = Math.max(strongest, box.pixels[at]!);
  const centre = centreOfMass(box);
  const top = offset(centre.row, box.rows, rows);
  const left = offset(centre.column, box.columns, columns);
  for (let row = 0, at = 0; row < box.rows; row++) {
    const start = (top + row) * columns + left;
    for (let column = 0; column < box.columns; column++, at++)
      form[start + column] = Math.round((255 * box.pixels[at]!) / strongest);
  }
  return form;
}

function withUsualStrokes(ink: FloatImage): FloatImage {
  const side = Math.max(ink.rows, ink.columns);
  const width = strokeWidth(ink);
  const [fine, broad] = [finest / 20, broadest / 20];
  const share = width / side;
  if (share >= fine && share <= broad) return ink;
  const factor = Math.max(1, Math.ceil(drawnSide / side));
  const large = factor > 1 ? enlarge(ink, factor) : ink;
  const wanted = share < fine ? usual / 20 : broad;
  const length = Math.max(large.rows, large.columns);
  // Widening the strokes makes the character longer too, so solve (width + change) / (length + change) = wanted.
  const change = (wanted * length - width * factor) / (1 - wanted);
  return widenStrokes(large, change);
}

/** Trims an image to its {@link inkBox}. */
function trim(ink: FloatImage): FloatImage {
  const { top, left, rows, columns } = inkBox(ink);
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const start = (top + row) * ink.columns + left;
    values.set(ink.values.subarray(start, start + columns), row * columns);
  }
  return { values, rows, columns };
}

/** The image without the rows and columns at its edges that have less than a quarter of full ink everywhere. */
function inkBox({ values, rows, columns }: FloatImage): BoundingBox {
  let [top, bottom, left, right] = [rows, -1, columns, -1];
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      if (values[at]! < 0.25) continue;
      if (row < top) top = row;
      bottom = row;
      if (column < left) left = column;
      if (column > right) right = column;
    }
  }
  if (bottom < 0) return { top: 0, left: 0, rows, columns };
  return { top, left, rows: bottom - top + 1, columns: right - left + 1 };
}

/** Centre of mass of the ink, in pixels from the upper left corner. */
function centreOfMass({ pixels, rows, columns }: GreyImage): { row: number; column: number } {
  let [mass, down, across] = [0, 0, 0];
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      const pixel = pixels[at]!;
      mass += pixel;
      down += pixel * (row + 0.5);
      across += pixel * (column + 0.5);
    }
  }
  return { row: down / mass, column: across / mass };
}

/**
 * First row or column of the box in the image. The ink's centre of mass is then at the image's centre, unless the box
 * would leave the image.
 */
function offset(centre: number, boxSide: number, imageSide: number): number {
  return Math.min(imageSide - boxSide, Math.max(0, Math.ceil(imageSide / 2 - centre)));
}

/** Enlarges an image by an integer factor with bilinear interpolation. */
function enlarge({ values, rows, columns }: FloatImage, factor: number): FloatImage {
  const width = columns * factor;
  const result = new Float32Array(rows * factor * width);
  const place = (at: number, length: number) => pointOnAxis((at + 0.5) / factor - 0.5, length);
  const across = Array.from({ length: width }, (_, column) => place(column, columns));
  for (let row = 0; row < rows * factor; row++) {
    const down = place(row, rows);
    for (let column = 0; column < width; column++)
      result[row * width + column] = bilinear(values, columns, across[column]!, down);
  }
  return { values: result, rows: rows * factor, columns: width };
}
