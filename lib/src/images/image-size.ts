/** Height and width of an image in whole pixels. */
export interface ImageSize {
  /** Height in pixels. */
  readonly rows: number;
  /** Width in pixels. */
  readonly columns: number;
}

/** Maximum size of an image file in bytes, because it is read into memory to be decoded. */
export const largestImageFile = 2 ** 28;

/** A rectangle of whole pixels within an image. */
export interface BoundingBox extends ImageSize {
  /** Row of the rectangle's upper edge, from 0. */
  readonly top: number;
  /** Column of the rectangle's left edge, from 0. */
  readonly left: number;
}

/** An image's height and width, and the number of values per pixel. */
export interface PixelFormat extends ImageSize {
  /** Values per pixel: 1 for grey, or 3 for red, green and blue, interleaved. Defaults to 1. */
  readonly channels?: 1 | 3;
}

/** Whether two boxes have pixels in common. */
export function overlap(one: BoundingBox, other: BoundingBox): boolean {
  return (
    one.top < other.top + other.rows &&
    other.top < one.top + one.rows &&
    one.left < other.left + other.columns &&
    other.left < one.left + one.columns
  );
}

/** The smallest box that contains all boxes. */
export function boxAround(boxes: readonly BoundingBox[]): BoundingBox {
  const top = Math.min(...boxes.map((box) => box.top));
  const left = Math.min(...boxes.map((box) => box.left));
  const rows = Math.max(...boxes.map((box) => box.top + box.rows)) - top;
  const columns = Math.max(...boxes.map((box) => box.left + box.columns)) - left;
  return { top, left, rows, columns };
}

/** Number of values in an image: one per pixel and channel. */
export function pixelCount({ rows, columns, channels = 1 }: PixelFormat): number {
  return rows * columns * channels;
}

/** A size multiplied by a factor, in whole pixels, at least 1 × 1. */
export function scaledSize({ rows, columns }: ImageSize, scale: number): ImageSize {
  return { rows: Math.max(1, Math.round(rows * scale)), columns: Math.max(1, Math.round(columns * scale)) };
}

/** Indices of the outermost pixels in row-major order. */
export function borderPlaces({ rows, columns }: ImageSize): number[] {
  const border: number[] = [];
  for (let row = 0; row < rows; row++) {
    const step = row === 0 || row === rows - 1 ? 1 : Math.max(1, columns - 1);
    for (let column = 0; column < columns; column += step) border.push(row * columns + column);
  }
  return border;
}
