/** Height and width of an image in whole pixels. */
export interface ImageSize {
  /** Height in pixels. */
  readonly rows: number;
  /** Width in pixels. */
  readonly columns: number;
}

/** A rectangle of whole pixels within an image. */
export interface BoundingBox extends ImageSize {
  /** Rows above it. */
  readonly top: number;
  /** Columns left of it. */
  readonly left: number;
}

/** Number of pixels of an image. */
export function pixelCount({ rows, columns }: ImageSize): number {
  return rows * columns;
}
