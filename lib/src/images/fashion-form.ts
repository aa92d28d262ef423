import { type Foreground, findForeground } from './foreground.js';
import { borderGrey, boxInFile, type GreyImage } from './grey-image.js';
import { type BoundingBox, type ImageSize, pixelCount, scaledSize } from './image-size.js';
import { cropPicture, resizePicture } from './resize.js';

// Longer side in pixels: Fashion-MNIST was made from thumbnails of 51 × 73 pixels.
const thumbnailSide = 73;

/** A background up to this grey level counts as black, like that of Fashion-MNIST. Its garment is not negated. */
const blackest = 40;
/** Minimum mean grey level of a garment on black. A darker garment is brightened. */
const faintest = 60;

/**
 * Finds a garment in a photo and converts it like Fashion-MNIST's images, with the steps of that dataset's paper:
 * trim the edges around the garment, reduce the longer side to 28 pixels by skipping rows and columns of a thumbnail,
 * sharpen with a Gaussian of radius and standard deviation 1, negate, and centre in 28 × 28 pixels. The paper's
 * photos all have a white background. Here the background may have one or several colours: `findForeground` separates
 * the garment from it, and the background becomes black. If the photo's background is already black, the garment is
 * not negated.
 *
 * @param picture Any size. Most of its outermost pixels must show the background.
 * @returns The garment's bounding box in the photo, and `rows × columns` pixels, 0 (background) to 255,
 *   row-major, or `undefined` if nothing stands out from the background.
 * @see {@link https://arxiv.org/abs/1708.07747}, "Fashion-MNIST: a Novel Image Dataset", section 2.
 */
export function findGarment(
  picture: GreyImage,
  size: ImageSize,
): { readonly box: BoundingBox; readonly pixels: Uint8Array } | undefined {
  const { rows, columns } = size;
  const mask = findForeground(picture);
  if (!mask) return undefined;
  const scale = picture.rows / mask.rows;
  const box = scaleBox(mask.box, scale, picture);
  const garment = withoutBackground(
    cropPicture(picture, box),
    box,
    mask,
    scale,
    borderGrey(picture) <= blackest,
  );
  const form = new Uint8Array(pixelCount(size));
  const toThumbnail = thumbnailSide / Math.max(garment.rows, garment.columns);
  const thumbnail = resizePicture(garment, scaledSize(garment, toThumbnail));
  const toImage = Math.min(rows / thumbnail.rows, columns / thumbnail.columns);
  const sharp = sharpen(skipPixels(thumbnail, scaledSize(thumbnail, toImage)));

  const top = (rows - sharp.rows) >> 1;
  const left = (columns - sharp.columns) >> 1;
  for (let row = 0; row < sharp.rows; row++) {
    const line = sharp.pixels.subarray(row * sharp.columns, (row + 1) * sharp.columns);
    form.set(line, (top + row) * columns + left);
  }
  return { pixels: form, box: boxInFile(box, picture) };
}

function scaleBox(box: BoundingBox, scale: number, picture: GreyImage): BoundingBox {
  const top = Math.floor(box.top * scale);
  const left = Math.floor(box.left * scale);
  const rows = Math.min(picture.rows - top, Math.ceil(box.rows * scale));
  const columns = Math.min(picture.columns - left, Math.ceil(box.columns * scale));
  return { top, left, rows, columns };
}

/**
 * Cuts out the garment and puts it on black. It is negated, unless the photo's background is already black
 * (`isNegated`). Garments that are too dark to be visible on black are brightened.
 */
function withoutBackground(
  garment: GreyImage,
  { top, left }: BoundingBox,
  mask: Foreground,
  scale: number,
  isNegated: boolean,
): GreyImage {
  const { rows, columns } = garment;
  const pixels = new Uint8Array(pixelCount(garment));
  const inside: number[] = [];
  for (let row = 0; row < rows; row++) {
    const maskRow = Math.min(mask.rows - 1, Math.floor((top + row + 0.5) / scale));
    for (let column = 0; column < columns; column++) {
      const maskColumn = Math.min(mask.columns - 1, Math.floor((left + column + 0.5) / scale));
      if (mask.inside[maskRow * mask.columns + maskColumn] !== 0) inside.push(row * columns + column);
    }
  }
  let sum = 0;
  for (const at of inside) {
    pixels[at] = isNegated ? garment.pixels[at]! : 255 - garment.pixels[at]!;
    sum += pixels[at]!;
  }
  const lift = Math.max(0, faintest - sum / Math.max(1, inside.length));
  for (const at of inside) pixels[at] = Math.min(255, pixels[at]! + lift);
  return { pixels, rows, columns };
}

function skipPixels(picture: GreyImage, size: ImageSize): GreyImage {
  const { rows, columns } = size;
  const pixels = new Uint8Array(pixelCount(size));
  for (let row = 0; row < rows; row++) {
    const sourceRow = Math.floor(((row + 0.5) * picture.rows) / rows);
    for (let column = 0; column < columns; column++) {
      const sourceColumn = Math.floor(((column + 0.5) * picture.columns) / columns);
      pixels[row * columns + column] = picture.pixels[sourceRow * picture.columns + sourceColumn]!;
    }
  }
  return { pixels, rows, columns };
}

/**
 * Sharpens like ImageMagick's `-sharpen 1x1`: subtracts each pixel's neighbours, weighted by a Gaussian, which
 * emphasises outlines.
 */
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
