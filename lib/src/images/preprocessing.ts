/** Converts images of any kind to match those that a network was trained on. */

import { listOf } from '../text/format.js';
import { findGarment } from './fashion-form.js';
import { boxInFile, checkPicture, type GreyImage, withBlackBackground } from './grey-image.js';
import { type BoundingBox, type ImageSize, type PixelFormat, pixelCount, scaledSize } from './image-size.js';
import { characterForm } from './ink/character-form.js';
import { cutTouching } from './ink/cut-touching.js';
import { type FoundCharacters, findCharacters, type SegmentedCharacter } from './ink/find-characters.js';
import type { IgnoredMark } from './ink/ignored-marks.js';
import { ignoredWords, readingSteps } from './ink/reading-steps.js';
import { cropPicture, resizePicture } from './resize.js';

/** A network's input image, with the region of the photo or drawing that it comes from. */
export interface PreprocessedImage {
  readonly box: BoundingBox;
  readonly pixels: Uint8Array;
  /** For a character: returns the possible cuts, in case it is two characters that touch. */
  readonly cuts?: () => readonly (readonly [left: PreprocessedImage, right: PreprocessedImage])[];
}

/** The images found in a photo or drawing. */
export interface PreprocessedImages extends Pick<Partial<FoundCharacters>, 'ink' | 'sheet'> {
  readonly inputs: readonly PreprocessedImage[];
  /** The steps of the conversion, in words. */
  readonly steps: readonly string[];
  readonly ignored: readonly IgnoredMark[];
}

/**
 * Thrown if an image can be decoded, but it contains no character or garment, or several characters where one
 * is expected. In a web service, answer with status 422.
 *
 * @example
 * const blank = { pixels: new Uint8Array(400).fill(255), rows: 20, columns: 20 };
 * try {
 *   classifyImage(createDigitModel(), blank);
 * } catch (error) {
 *   if (error instanceof UnreadablePictureError) console.log(error.reason); // noInk
 * }
 */
export class UnreadablePictureError extends Error {
  override readonly name = 'UnreadablePictureError';

  /**
   * @param reason Machine-readable reason.
   * @param boxes Bounding boxes of the characters, if there are several, in pixels of the image file, even if
   *   `decodeImage` shrank the image.
   * @param ignored Marks that were found instead of characters, if there are none.
   */
  constructor(
    message: string,
    readonly reason: 'noInk' | 'severalCharacters' | 'noGarment',
    readonly boxes: readonly BoundingBox[] = [],
    readonly ignored: readonly IgnoredMark[] = [],
  ) {
    super(message);
  }
}

interface PreprocessingStep {
  /** The expected kind of input. */
  readonly takes: 'drawing' | 'photo';
  /** How the input is converted to the network's image, as the end of a sentence. */
  readonly description: string;
  /** Advice for taking the photo or making the drawing, in a few words. */
  readonly advice: string;
  /** Default size of the results. If it is not set, each image keeps its own size. */
  readonly size?: ImageSize;
  /** Whether this method makes colour images for networks that take them. Defaults to `false`. */
  readonly takesColours?: boolean;
  /** Converts the image. With `segment`, it may contain several characters. */
  readonly apply: (image: GreyImage, size: PixelFormat, segment: boolean) => PreprocessedImages;
}

/**
 * Every preprocessing method by name. The names are the same in options, the catalogue and a model's
 * metadata.
 */
export const preprocessings = {
  mnist: {
    takes: 'drawing',
    description: 'centred by mass and scaled as in MNIST',
    advice: 'use mouse, pen or finger, or choose a photo of one',
    size: { rows: 28, columns: 28 },
    apply: cutOutCharacters,
  },
  'fashion-mnist': {
    takes: 'photo',
    description: 'grey, negated and sharpened as in Fashion-MNIST',
    advice: 'as in a catalogue: one piece from the front, shoes from the side, on a plain background',
    size: { rows: 28, columns: 28 },
    apply: cutOutGarment,
  },
  resize: {
    takes: 'photo',
    description: 'grey and scaled, as its training images were',
    advice: 'taken like those it was trained on',
    takesColours: true,
    apply: resize,
  },
  crop: {
    takes: 'photo',
    description: 'grey, cropped to the middle and scaled',
    advice: 'with the subject in the middle',
    takesColours: true,
    apply: cropToMiddle,
  },
} as const satisfies Readonly<Record<string, PreprocessingStep>>;

/**
 * How an image is converted to a network's input.
 *
 * - `'mnist'`: like MNIST's images: one character, scaled and centred by its mass.
 * - `'fashion-mnist'`: like Fashion-MNIST's images, which come from catalogue photos: one garment from the
 *   front, shoes from the side. Other views, such as shoes from above, are often misclassified.
 * - `'resize'`: converted to grey and scaled to the network's size, whatever its proportions.
 * - `'crop'`: cropped to the largest part in the middle that has the network's proportions, then as for `'resize'`.
 *
 * `'resize'` and `'crop'` keep the colours for networks that take them.
 */
export type Preprocessing = keyof typeof preprocessings;

export const preprocessingNames = Object.keys(preprocessings) as readonly Preprocessing[];

/** The preprocessing methods for networks that take colours. */
export const colourPreprocessings = preprocessingNames.filter(
  (name) => (preprocessings[name] as PreprocessingStep).takesColours === true,
);

/** Image size after a preprocessing, or `undefined` if images keep their own. */
export function sizeAfter(preprocessing: Preprocessing): ImageSize | undefined {
  const step: PreprocessingStep = preprocessings[preprocessing];
  return step.size;
}

/**
 * Converts an image to a network's input.
 *
 * @throws {TypeError} if the network takes colours and the preprocessing makes grey images.
 * @throws {UnreadablePictureError} if nothing is found in the image, or, without `segment`, more than one
 *   character.
 */
export function preprocess(
  image: GreyImage,
  preprocessing: Preprocessing,
  size: PixelFormat,
  segment = false,
): PreprocessedImages {
  checkPicture(image);
  if (size.channels === 3 && !colourPreprocessings.includes(preprocessing))
    throw new TypeError(
      `Preprocessing an image: expected ${listOf(colourPreprocessings, 'or')} for a network that takes colours but found ${preprocessing}.`,
    );
  return preprocessings[preprocessing].apply(image, size, segment);
}

const wholeOf = ({ rows, columns, fileSize }: GreyImage): BoundingBox => ({
  top: 0,
  left: 0,
  ...(fileSize ?? { rows, columns }),
});
const hasSize = (image: GreyImage, { rows, columns }: ImageSize) =>
  image.rows === rows && image.columns === columns;

function resize(image: GreyImage, size: PixelFormat): PreprocessedImages {
  const pixels = scaledPixels(image, size);
  return { inputs: [{ box: wholeOf(image), pixels }], steps: ['whole image scaled'], ignored: [] };
}

function cropToMiddle(image: GreyImage, size: PixelFormat): PreprocessedImages {
  const scale = Math.min(image.rows / size.rows, image.columns / size.columns);
  const { rows, columns } = scaledSize(size, scale);
  const [top, left] = [(image.rows - rows) >> 1, (image.columns - columns) >> 1];
  const pixels = scaledPixels(cropPicture(image, { top, left, rows, columns }), size);
  const box = boxInFile({ top, left, rows, columns }, image);
  return { inputs: [{ box, pixels }], steps: ['cropped to the middle and scaled'], ignored: [] };
}

/** All pixels of an image at another size: grey, or red, green and blue of each. */
function scaledPixels(image: GreyImage, size: PixelFormat): Uint8Array {
  const scaled = (plane: Uint8Array) =>
    hasSize(image, size) ? plane : resizePicture({ ...image, pixels: plane }, size).pixels;
  if (size.channels !== 3) return scaled(image.pixels);
  const { colours } = image;
  const pixels = new Uint8Array(pixelCount(size));
  for (let channel = 0; channel < 3; channel++) {
    // In an image without colours, red, green and blue are equal.
    const plane = colours ? image.pixels.map((_, pixel) => colours[3 * pixel + channel]!) : image.pixels;
    for (const [pixel, level] of scaled(plane).entries()) pixels[3 * pixel + channel] = level;
  }
  return pixels;
}

function cutOutGarment(image: GreyImage, size: ImageSize): PreprocessedImages {
  // An image of the network's input size is assumed to be preprocessed, except that its background may be white.
  if (hasSize(image, size)) {
    const { pixels } = withBlackBackground(image);
    return { inputs: [{ box: wholeOf(image), pixels }], steps: ['image used as it is'], ignored: [] };
  }
  const garment = findGarment(image, size);
  if (garment) return { inputs: [garment], steps: ['garment cut out of its background'], ignored: [] };
  throw new UnreadablePictureError(
    'Reading an image: expected a garment but found nothing that stands out from the background. Lay it on a plain background of another colour.',
    'noGarment',
  );
}

function cutOutCharacters(image: GreyImage, size: ImageSize, segment: boolean): PreprocessedImages {
  const { characters, ...found } = findCharacters(image);
  const { ignored } = found;
  if (characters.length === 0) throw noInk(ignored);
  if (characters.length > 1 && !segment) throw severalCharacters(characters.map(({ box }) => box));
  return {
    inputs: characters.map((character) => cutOutCharacter(character, size)),
    steps: readingSteps(found),
    ...found,
  };
}

function cutOutCharacter(character: SegmentedCharacter, size: ImageSize): PreprocessedImage {
  return {
    box: character.box,
    pixels: characterForm(character.ink, size),
    cuts: () =>
      cutTouching(character).map(
        ([left, right]) => [cutOutCharacter(left, size), cutOutCharacter(right, size)] as const,
      ),
  };
}

function noInk(ignored: readonly IgnoredMark[]): UnreadablePictureError {
  const marks = ignoredWords(ignored);
  const seen = marks === '' ? '' : ` (only ${marks})`;
  return new UnreadablePictureError(
    `Reading an image: expected a character but found no ink${seen}. Take a closer photo, with more contrast.`,
    'noInk',
    [],
    ignored,
  );
}

function severalCharacters(boxes: readonly BoundingBox[]): UnreadablePictureError {
  const places = boxes
    .slice(0, 6)
    .map(({ top, left, rows, columns }) => `${columns} × ${rows} at ${left}, ${top}`);
  const more = boxes.length > places.length ? ' …' : '';
  return new UnreadablePictureError(
    `Reading an image: expected one character but found ${boxes.length} (in pixels from the upper left corner: ${places.join('; ')}${more}). Crop the image, or allow several characters (segment).`,
    'severalCharacters',
    boxes,
  );
}
