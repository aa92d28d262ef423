import type { GreyImage } from '../grey-image.js';
import type { BoundingBox } from '../image-size.js';

/** Cuts a part out of a picture, with its colours; what lies outside the picture is left out. */
export function cropPicture(picture: GreyImage, { top, left, rows, columns }: BoundingBox): GreyImage {
  const [firstRow, firstColumn] = [Math.max(0, top), Math.max(0, left)];
  const height = Math.min(picture.rows, top + rows) - firstRow;
  const width = Math.min(picture.columns, left + columns) - firstColumn;
  const cut = (source: Uint8Array, channels: number) => {
    const target = new Uint8Array(height * width * channels);
    for (let row = 0; row < height; row++) {
      const start = ((firstRow + row) * picture.columns + firstColumn) * channels;
      target.set(source.subarray(start, start + width * channels), row * width * channels);
    }
    return target;
  };
  const { colours } = picture;
  const pixels = cut(picture.pixels, 1);
  return { pixels, rows: height, columns: width, ...(colours ? { colours: cut(colours, 3) } : {}) };
}
