/** Thrown where an image has more pixels than its reader is ready to decode; nothing of it was decoded. */
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
