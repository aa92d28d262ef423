import type { Sequential } from '@tensorflow/tfjs-node';
import type { GreyImage } from '../images/grey-image.js';
import type { BoundingBox } from '../images/image-size.js';
import type { IgnoredMark } from '../images/ink/ignored-marks.js';
import type { PreprocessedImage, Preprocessing } from '../images/preprocessing.js';

import { modelMetadata } from './metadata.js';
import { isOutOfDistribution, predictProbabilities } from './predict-probabilities.js';
import { preprocessForModel } from './preprocess-image.js';

/** Options of {@link classifyImage}. */
export interface ClassifyOptions {
  /** How the image becomes the network's input. Defaults to `'auto'`: as recorded in the model's metadata. */
  readonly preprocessing?: Preprocessing | 'auto';
  /**
   * Allows several characters, also touching ones. They are classified line by line, from left to right.
   * Defaults to `false`: an image with several characters is rejected.
   */
  readonly segment?: boolean;
}

/** A classified character or garment. */
export interface ClassifiedCharacter {
  /**
   * Bounding box of the character or garment, in pixels of the image file, even if `decodeImage` shrank the image.
   */
  readonly box: BoundingBox;
  /** The network's input: rows × columns of the model's image shape, 0 to 255. */
  readonly pixels: Uint8Array;
  /** The probability of each class. */
  readonly probabilities: Float32Array;
  /** Name of the most probable class. */
  readonly className: string;
  /** Probability of that class, 0 to 1. */
  readonly probability: number;
  /** Whether the image is out of distribution, or `undefined` if the model has no detector (see `fitOodDetector`). */
  readonly isOutOfDistribution: boolean | undefined;
}

/** The result of {@link classifyImage}. */
export interface ImageClassification {
  /** The characters in reading order, or the garment. Without `segment`, there is exactly one. */
  readonly characters: readonly ClassifiedCharacter[];
  /**
   * Steps of the preprocessing, in words, such as `'dark ink on light paper'` and `'2 ruled lines removed'`.
   */
  readonly steps: readonly string[];
  /** Marks in the image that were ignored. */
  readonly ignored: readonly IgnoredMark[];
  /** Whether the ink is darker or lighter than its background, for characters. */
  readonly ink?: 'dark' | 'light';
  /**
   * The bounding box of the sheet of paper, note or card, if the characters were found only after cropping to
   * it.
   */
  readonly sheet?: BoundingBox;
}

/**
 * Finds the character or garment in an image, preprocesses it like the model's training images, and
 * classifies it.
 *
 * @throws {UnreadablePictureError} if nothing is found, or more than one character without `segment`.
 *
 * @example
 * const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><path d="M45 9V80" stroke="#000"/></svg>';
 * const { characters } = classifyImage(createDigitModel(), await decodeImage(Buffer.from(svg), 'a drawing', { svg: true }));
 * console.log(characters.length); // 1
 */
export function classifyImage(
  model: Sequential,
  picture: GreyImage,
  { preprocessing = 'auto', segment = false }: ClassifyOptions = {},
): ImageClassification {
  const { inputs, ...found } = preprocessForModel(model, picture, preprocessing, segment);
  const whole = classify(model, inputs);
  if (!segment) return { characters: whole, ...found };
  const characters = whole.flatMap((each, index) => classifyParts(model, inputs[index]!, each));
  const steps = [...found.steps, ...(characters.length > whole.length ? ['touching characters split'] : [])];
  return { characters, ...found, steps };
}

/** A character of at least this probability is not cut, unless it is out of distribution. */
const confident = 0.9;
/** A cut is accepted if the probability of each part exceeds that of the uncut character by at least this much. */
const clearly = 0.1;

/**
 * Returns the result for a whole character. If it is not confident, cuts the image into touching characters, and
 * returns their results if these are clearly more confident.
 */
function classifyParts(
  model: Sequential,
  image: PreprocessedImage,
  whole: ClassifiedCharacter,
): readonly ClassifiedCharacter[] {
  const cuts = confidence([whole]) < confident ? (image.cuts?.() ?? []) : [];
  const classified = cuts.map((parts) => ({ parts, characters: classify(model, parts) }));
  const [best] = classified.sort((one, other) => confidence(other.characters) - confidence(one.characters));
  if (!best || confidence(best.characters) < confidence([whole]) + clearly) return [whole];
  return best.characters.flatMap((character, index) => classifyParts(model, best.parts[index]!, character));
}

/** The lowest probability of the characters, or 0 if one of them is out of distribution. */
function confidence(characters: readonly ClassifiedCharacter[]): number {
  return Math.min(...characters.map((each) => (each.isOutOfDistribution ? 0 : each.probability)));
}

function classify(model: Sequential, inputs: readonly PreprocessedImage[]): readonly ClassifiedCharacter[] {
  const { classNames } = modelMetadata(model);
  const length = inputs[0]!.pixels.length;
  const images = new Uint8Array(inputs.length * length);
  inputs.forEach(({ pixels }, index) => {
    images.set(pixels, index * length);
  });
  const all = predictProbabilities(model, images);
  return inputs.map(({ box, pixels }, index) => {
    const probabilities = all.slice(index * classNames.length, (index + 1) * classNames.length);
    const best = probabilities.indexOf(Math.max(...probabilities));
    const answer = { className: classNames[best]!, probability: probabilities[best]! };
    return {
      box,
      pixels,
      probabilities,
      ...answer,
      isOutOfDistribution: isOutOfDistribution(model, probabilities, pixels),
    };
  });
}
