import { type GreyImage, withBlackBackground } from './grey-image.js';
import type { FormOptions } from './mnist-form.js';
import { resizePicture } from './resize-picture.js';
import { trimPicture } from './trim-picture.js';

// The shop's thumbnails that Fashion-MNIST was made from are 51 × 73 pixels.
const thumbnailSide = 73;

/**
 * Brings the photo of one garment to the form of Fashion-MNIST's images, by the steps of that dataset's
 * paper: edges whose colour is within 5 % of the background's are trimmed, the longer side is brought to 28
 * pixels by skipping rows and columns of a thumbnail, the result is sharpened with a Gaussian of radius and
 * standard deviation 1, and centred in 28 × 28 pixels. A light background is inverted and made black; the
 * paper's photos all have a white one.
 *
 * @param picture Any size; the background is what its outermost pixels show.
 * @returns `rows × columns` pixels, 0 (background) to 255, row-major; all 0 for an empty picture.
 * @see {@link https://arxiv.org/abs/1708.07747}, "Fashion-MNIST: a Novel Image Dataset", section 2.
 *
 * @example
 * ```ts
 * const photo = { pixels: new Uint8Array(100 * 60).fill(255), rows: 100, columns: 60 };
 * photo.pixels.fill(40, 30 * 60, 70 * 60);
 * console.log(toFashionForm(photo).length); // 784
 * ```
 */
export function toFashionForm(picture: GreyImage, { rows = 28, columns = 28 }: FormOptions = {}): Uint8Array {
  const form = new Uint8Array(rows * columns);
  const garment = trimPicture(withBlackBackground(picture), 0.05 * 255);
  if (!garment) return form;

  const toThumbnail = thumbnailSide / Math.max(garment.rows, garment.columns);
  const thumbnail = resizePicture(garment, ...scaledSides(garment, toThumbnail));
  const toImage = Math.min(rows / thumbnail.rows, columns / thumbnail.columns);
  const sharp = sharpen(skipPixels(thumbnail, ...scaledSides(thumbnail, toImage)));

  const top = (rows - sharp.rows) >> 1;
  const left = (columns - sharp.columns) >> 1;
  for (let row = 0; row < sharp.rows; row++) {
    const line = sharp.pixels.subarray(row * sharp.columns, (row + 1) * sharp.columns);
    form.set(line, (top + row) * columns + left);
  }
  return form;
}

function scaledSides({ rows, columns }: GreyImage, scale: number): [rows: number, columns: number] {
  return [Math.max(1, Math.round(rows * scale)), Math.max(1, Math.round(columns * scale))];
}

function skipPixels(picture: GreyImage, rows: number, columns: number): GreyImage {
  const pixels = new Uint8Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const sourceRow = Math.floor(((row + 0.5) * picture.rows) / rows);
    for (let column = 0; column < columns; column++) {
      const sourceColumn = Math.floor(((column + 0.5) * picture.columns) / columns);
      pixels[row * columns + column] = picture.pixels[sourceRow * picture.columns + sourceColumn]!;
    }
  }
  return { pixels, rows, columns };
}

/** ImageMagick's `-sharpen 1x1`: twice the picture less its blur, so that outlines stand out. */
function sharpen({ pixels, rows, columns }: GreyImage): GreyImage {
  const gaussian = [0, 1, 2].map((squaredDistance) => Math.exp(-squaredDistance / 2)) as [
    number,
    number,
    number,
  ];
  const sum = gaussian[0] + 4 * gaussian[1] + 4 * gaussian[2];
  const at = (row: number, column: number) => {
    const inRow = Math.min(rows - 1, Math.max(0, row));
    return pixels[inRow * columns + Math.min(columns - 1, Math.max(0, column))]!;
  };
  const sharp = pixels.map((pixel, index) => {
    const row = Math.floor(index / columns);
    const column = index % columns;
    let value = 2 * sum * pixel;
    for (let down = -1; down <= 1; down++) {
      for (let right = -1; right <= 1; right++) {
        const distance = Math.abs(down) + Math.abs(right);
        if (distance > 0) value -= gaussian[distance as 1 | 2] * at(row + down, column + right);
      }
    }
    return Math.min(255, Math.max(0, Math.round(value / (sum + gaussian[0]))));
  });
  return { pixels: sharp, rows, columns };
}
