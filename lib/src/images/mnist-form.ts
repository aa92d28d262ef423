import type { GreyImage } from './grey-image.js';
import { pixelCount } from './image-size.js';
import { characterForm } from './ink/character-form.js';
import { findCharacters, type SegmentedCharacter } from './ink/find-characters.js';

/** Size of the image that a network takes. */
export interface FormOptions {
  /** Height in pixels. Defaults to 28. */
  readonly rows?: number;
  /** Width in pixels. Defaults to 28. */
  readonly columns?: number;
}

/**
 * Brings a drawing or photo of one character to the form of MNIST's images, as that dataset was made: the
 * ink, told from its paper by `findCharacters`, scaled to fit a box of 20 × 20 pixels without changing its
 * proportions, its strokes as wide as MNIST's are, with the grey levels that come from scaling black-and-white
 * edges, then moved by whole pixels until its centre of mass lies at the centre of 28 × 28 pixels (of every
 * image in MNIST's test set the centre of mass lies at 14 to 15 pixels from the top and from the left).
 *
 * @param picture Any size, ink of any colour on paper of any other. Of several characters the largest is taken.
 * @returns `rows × columns` pixels, 0 (background) to 255 (ink), row-major; all 0 for a picture without ink.
 * @throws {RangeError} if the picture has no pixels or not as many as its sides say.
 * @see {@link http://yann.lecun.com/exdb/mnist/}, "The MNIST database of handwritten digits".
 *
 * @example
 * ```ts
 * const drawing = { pixels: new Uint8Array(200 * 100), rows: 200, columns: 100 };
 * for (let row = 20; row < 150; row++) drawing.pixels[row * 100 + 30] = 255;
 * console.log(toMnistForm(drawing).length); // 784
 * ```
 */
export function toMnistForm(picture: GreyImage, { rows = 28, columns = 28 }: FormOptions = {}): Uint8Array {
  const form = { rows, columns };
  const { characters } = findCharacters(picture);
  const size = ({ box }: SegmentedCharacter) => Math.max(box.rows, box.columns);
  const [largest] = [...characters].sort((first, second) => size(second) - size(first));
  return largest ? characterForm(largest.ink, form) : new Uint8Array(pixelCount(form));
}
