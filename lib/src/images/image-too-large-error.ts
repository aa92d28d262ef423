/**
 * Thrown where an image has more pixels than its reader is ready to decode; nothing of it was decoded.
 *
 * @example
 * ```ts
 * const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"/>';
 * const limits = { svg: true, largestPixelCount: 10_000 };
 * await decodeImage(Buffer.from(svg), 'a wall', limits).catch((error) => {
 *   console.log(error instanceof ImageTooLargeError, error.rows, error.columns); // true 300 400
 * });
 * ```
 */
export class ImageTooLargeError extends Error {
  override readonly name = 'ImageTooLargeError';

  constructor(
    name: string,
    /** Of the image, in pixels. */
    readonly rows: number,
    /** Of the image, in pixels. */
    readonly columns: number,
    largestPixelCount: number,
    options?: ErrorOptions,
  ) {
    super(
      `Decoding ${name}: expected at most ${largestPixelCount} pixels but found ${columns} × ${rows}.`,
      options,
    );
  }
}
