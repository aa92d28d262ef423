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

/** An image's height and width, and numbers per pixel. */
export interface PixelFormat extends ImageSize {
  /** 1 for grey, 3 for red, green and blue, which lie together. Defaults to 1. */
  readonly channels?: 1 | 3;
}

/** Numbers of an image: one for each pixel, or one for each of its colours. */
export function pixelCount({ rows, columns, channels = 1 }: PixelFormat): number {
  return rows * columns * channels;
}
