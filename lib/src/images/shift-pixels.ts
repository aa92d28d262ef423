import type { ImageSize } from './image-size.js';

/**
 * Copies an image's pixels to another array, moved by whole pixels. Pixels from outside the image are not written.
 *
 * @param source Pixels, rows × columns, row-major.
 * @param right Pixels to the right, or to the left if negative.
 * @param down Pixels down, or up if negative.
 */
export function shiftPixels(
  source: ArrayLike<number>,
  target: Float32Array | Uint8ClampedArray,
  { rows, columns }: ImageSize,
  right: number,
  down: number,
): void {
  for (let row = Math.max(0, down); row < Math.min(rows, rows + down); row++) {
    for (let column = Math.max(0, right); column < Math.min(columns, columns + right); column++) {
      target[row * columns + column] = source[(row - down) * columns + column - right]!;
    }
  }
}
