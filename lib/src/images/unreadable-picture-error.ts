import type { BoundingBox } from './image-size.js';

/**
 * Thrown for a picture that can be decoded but not read; a web service answers it with status 422.
 *
 * @example
 * ```ts
 * const blank = { pixels: new Uint8Array(400).fill(255), rows: 20, columns: 20 };
 * try {
 *   readPicture(createDigitModel(), blank);
 * } catch (error) {
 *   if (error instanceof UnreadablePictureError) console.log(error.reason); // noInk
 * }
 * ```
 */
export class UnreadablePictureError extends Error {
  override readonly name = 'UnreadablePictureError';

  /**
   * @param reason Why, for programs.
   * @param boxes Where the characters are, if there are several, in pixels of the picture.
   */
  constructor(
    message: string,
    readonly reason: 'noInk' | 'severalCharacters' | 'noGarment',
    readonly boxes: readonly BoundingBox[] = [],
  ) {
    super(message);
  }
}
