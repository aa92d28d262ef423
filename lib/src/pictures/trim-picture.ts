import type { GreyImage } from './grey-image.js';

/**
 * Cuts away the edges of a picture in which every pixel is darker than a threshold.
 *
 * @returns `undefined` if every pixel of the picture is.
 */
export function trimPicture({ pixels, rows, columns }: GreyImage, threshold: number): GreyImage | undefined {
  let [top, bottom, left, right] = [rows, -1, columns, -1];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (pixels[row * columns + column]! < threshold) continue;
      top = Math.min(top, row);
      bottom = row;
      left = Math.min(left, column);
      right = Math.max(right, column);
    }
  }
  if (bottom < 0) return undefined;
  const width = right - left + 1;
  const height = bottom - top + 1;
  const trimmed = new Uint8Array(height * width);
  for (let row = 0; row < height; row++) {
    const start = (top + row) * columns + left;
    trimmed.set(pixels.subarray(start, start + width), row * width);
  }
  return { pixels: trimmed, rows: height, columns: width };
}
