/** How images of any kind are made like those that a network was trained on. */

import { findGarment } from './fashion-form.js';
import { checkPicture, type GreyImage, withBlackBackground } from './grey-image.js';
import type { BoundingBox, ImageSize, PixelFormat } from './image-size.js';
import { characterForm } from './ink/character-form.js';
import { cutTouching } from './ink/cut-touching.js';
import { type FoundCharacters, findCharacters, type SegmentedCharacter } from './ink/find-characters.js';
import type { IgnoredMark } from './ink/ignored-marks.js';
import { ignoredWords, readingSteps } from './ink/reading-steps.js';
import { resizePicture } from './resize.js';

/** An image for the network, with the part of the photo or drawing that it shows. */
export interface PreprocessedImage {
  readonly box: BoundingBox;
  readonly pixels: Uint8Array;
  /** Gives the ways to cut it in two, where it may show two characters that touch. */
  readonly cuts?: () => readonly (readonly [left: PreprocessedImage, right: PreprocessedImage])[];
}

/** What a photo or drawing shows. */
export interface PreprocessedImages extends Pick<Partial<FoundCharacters>, 'ink' | 'sheet'> {
  readonly inputs: readonly PreprocessedImage[];
  /** How it was read, in plain words. */
  readonly steps: readonly string[];
  readonly ignored: readonly IgnoredMark[];
}

/**
 * Thrown for a picture that can be decoded but not read; a web service answers it with status 422.
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
   * @param reason Why, for programs.
   * @param boxes Where the characters are, if there are several, in pixels of the picture.
   * @param ignored What was seen instead of characters, if there are none.
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
  /** What people give it. */
  readonly takes: 'drawing' | 'photo';
  /** How the network's image comes from the photo or drawing, as the end of a sentence. */
  readonly description: string;
  /** What to keep in mind when taking the photo or drawing, in a few words. */
  readonly advice: string;
  /** Size of its images unless another is asked for; without it they keep their own. */
  readonly size?: ImageSize;
  /** Makes the images; `segment` allows several characters. */
  readonly apply: (image: GreyImage, size: ImageSize, segment: boolean) => PreprocessedImages;
}

/** Every preprocessing by its name, which is the same in options, in the catalogue and in a model's metadata. */
export const preprocessings = {
  mnist: {
    takes: 'drawing',
    description: 'centred by mass and scaled as in MNIST',
    advice: 'use mouse, pen or finger, or drop a photo of one',
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
    apply: resize,
  },
} as const satisfies Readonly<Record<string, PreprocessingStep>>;

/**
 * How an image becomes a network's input.
 *
 * - `'mnist'`: as MNIST's images were made, one character scaled and centred by its mass.
 * - `'fashion-mnist'`: as Fashion-MNIST's images were made, from a catalogue's photos: one piece from the front, shoes
 *   from the side. Other photos, such as of shoes from above, are unlike its training images and often misclassified.
 * - `'resize'`: made grey and scaled to the network's size, nothing else.
 */
export type Preprocessing = keyof typeof preprocessings;

/** The names of all of them. */
export const preprocessingNames = Object.keys(preprocessings) as readonly Preprocessing[];

/** Size of images after a preprocessing; `undefined` if they keep their own. */
export function sizeAfter(preprocessing: Preprocessing): ImageSize | undefined {
  const step: PreprocessingStep = preprocessings[preprocessing];
  return step.size;
}

/**
 * Makes of an image what a network takes.
 *
 * @param size with 3 channels: red, green and blue of each pixel, scaled; other preprocessings are for grey images.
 * @throws {TypeError} if colours are wanted of another preprocessing.
 * @throws {UnreadablePictureError} if there is nothing to read in the image, or, without `segment`, more than one
 *   character.
 */
export function preprocess(
  image: GreyImage,
  preprocessing: Preprocessing,
  size: PixelFormat,
  segment = false,
): PreprocessedImages {
  checkPicture(image);
  if (size.channels === 3) return resizeColours(image, preprocessing, size);
  return preprocessings[preprocessing].apply(image, size, segment);
}

const wholeOf = ({ rows, columns, fileSize }: GreyImage): BoundingBox => ({
  top: 0,
  left: 0,
  ...(fileSize ?? { rows, columns }),
});
const hasSize = (image: GreyImage, { rows, columns }: ImageSize) =>
  image.rows === rows && image.columns === columns;

function resize(image: GreyImage, size: ImageSize): PreprocessedImages {
  const { pixels } = hasSize(image, size) ? image : resizePicture(image, size);
  return { inputs: [{ box: wholeOf(image), pixels }], steps: ['whole image scaled'], ignored: [] };
}

function resizeColours(image: GreyImage, preprocessing: Preprocessing, size: ImageSize): PreprocessedImages {
  if (preprocessing !== 'resize')
    throw new TypeError(
      `Preprocessing an image: expected preprocessing 'resize' for a network that takes colours but found '${preprocessing}'.`,
    );
  const { rows, columns, colours } = image;
  const pixels = new Uint8Array(3 * size.rows * size.columns);
  for (let channel = 0; channel < 3; channel++) {
    // An image without colours is as red and as blue as it is green.
    const plane = colours ? image.pixels.map((_, pixel) => colours[3 * pixel + channel]!) : image.pixels;
    const scaled = resize({ pixels: plane, rows, columns }, size).inputs[0]!.pixels;
    for (let pixel = 0; pixel < scaled.length; pixel++) pixels[3 * pixel + channel] = scaled[pixel]!;
  }
  return { inputs: [{ box: wholeOf(image), pixels }], steps: ['whole image scaled'], ignored: [] };
}

function cutOutGarment(image: GreyImage, size: ImageSize): PreprocessedImages {
  // An image of the dataset's own size has been preprocessed before: only the background may be a white one.
  if (hasSize(image, size)) {
    const { pixels } = withBlackBackground(image);
    return { inputs: [{ box: wholeOf(image), pixels }], steps: ['image used as it is'], ignored: [] };
  }
  const garment = findGarment(image, size);
  if (garment) return { inputs: [garment], steps: ['garment cut out of its background'], ignored: [] };
  throw new UnreadablePictureError(
    'Reading a picture: expected a garment but found nothing that stands out from the background. Lay it on something plain of another colour.',
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
    `Reading a picture: expected a character but found no ink${seen}. Take a closer picture, with more contrast.`,
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
    `Reading a picture: expected one character but found ${boxes.length} (in pixels from the upper left corner: ${places.join('; ')}${more}). Cut the picture, or have them read one by one.`,
    'severalCharacters',
    boxes,
  );
}
