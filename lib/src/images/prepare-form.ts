import { findGarment } from './fashion-form.js';
import { checkPicture, type GreyImage, withBlackBackground } from './grey-image.js';
import type { BoundingBox, ImageSize } from './image-size.js';
import { characterForm } from './ink/character-form.js';
import { findCharacters } from './ink/find-characters.js';
import type { IgnoredMark } from './ink/ignored-marks.js';
import { resizePicture } from './resize-picture.js';
import { UnreadablePictureError } from './unreadable-picture-error.js';

/**
 * How a dataset's images were made: `'digit'` as MNIST's (one character, scaled and centred by mass),
 * `'garment'` as Fashion-MNIST's, `'plain'` in a way that pictures of one's own are not brought to.
 */
export type ImageForm = 'digit' | 'garment' | 'plain';

/** Images for the network, each with the part of the picture that it shows. */
export interface PreparedInputs {
  readonly inputs: readonly { readonly box: BoundingBox; readonly pixels: Uint8Array }[];
  readonly ignored: readonly IgnoredMark[];
}

/**
 * Brings a picture to a form.
 *
 * @throws {UnreadablePictureError} if there is nothing to read in the picture, or, without `split`, more than
 *   one character.
 */
export function prepareForm(
  picture: GreyImage,
  form: ImageForm,
  size: ImageSize,
  split = false,
): PreparedInputs {
  checkPicture(picture);
  const whole: BoundingBox = { top: 0, left: 0, rows: picture.rows, columns: picture.columns };
  const hasItsSize = picture.rows === size.rows && picture.columns === size.columns;
  if (form === 'plain') {
    const pixels = hasItsSize ? picture.pixels : resizePicture(picture, size).pixels;
    return { inputs: [{ box: whole, pixels }], ignored: [] };
  }
  if (form === 'garment') {
    // An image of the dataset's own size has been through its form: only the background may be a white one.
    if (hasItsSize) {
      return { inputs: [{ box: whole, pixels: withBlackBackground(picture).pixels }], ignored: [] };
    }
    const { box, pixels } = findGarment(picture, size);
    return { inputs: [{ box, pixels }], ignored: [] };
  }
  const { characters, ignored } = findCharacters(picture);
  if (characters.length === 0) throw noInk(ignored);
  if (characters.length > 1 && !split) throw severalCharacters(characters.map(({ box }) => box));
  const inputs = characters.map(({ box, ink }) => ({ box, pixels: characterForm(ink, size) }));
  return { inputs, ignored };
}

function noInk(ignored: readonly IgnoredMark[]): UnreadablePictureError {
  const kinds = [...new Set(ignored.map(({ kind }) => kind))].join(', ');
  const seen = kinds === '' ? '' : ` (only ${kinds})`;
  return new UnreadablePictureError(
    `Reading a picture: expected a character but found no ink${seen}. Take a closer picture, with more contrast.`,
    'noInk',
  );
}

function severalCharacters(boxes: readonly BoundingBox[]): UnreadablePictureError {
  const places = boxes
    .slice(0, 6)
    .map(({ top, left, rows, columns }) => `${columns} × ${rows} at ${left}, ${top}`);
  const more = boxes.length > places.length ? ' …' : '';
  return new UnreadablePictureError(
    `Reading a picture: expected one character but found ${boxes.length} (in pixels from the upper left corner: ${places.join('; ')}${more}). Cut the picture, or have them read one by one.`,
    'severalCharacters',
    boxes,
  );
}
