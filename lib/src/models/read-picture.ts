import type { Sequential } from '@tensorflow/tfjs-node';
import type { GreyImage } from '../images/grey-image.js';
import type { BoundingBox } from '../images/image-size.js';
import type { IgnoredMark } from '../images/ink/ignored-marks.js';
import type { PreprocessedImage, Preprocessing } from '../images/preprocessing.js';

import { modelMetadata } from './metadata.js';
import { isUnfamiliar, predictProbabilities } from './predict-probabilities.js';
import { preprocessForModel } from './preprocess-image.js';

/** How a picture is read. */
export interface ReadOptions {
  /** How it becomes the network's input. Defaults to `'auto'`: as the model's metadata say. */
  readonly preprocessing?: Preprocessing | 'auto';
  /** Reads several characters one by one from left to right. Defaults to `false`: they are refused. */
  readonly split?: boolean;
}

/** One character or garment as the network read it. */
export interface ReadCharacter {
  /** Where it lies, in pixels of the picture. */
  readonly box: BoundingBox;
  /** What the network sees, rows × columns of the model's image shape, 0 to 255. */
  readonly pixels: Uint8Array;
  /** The probability of each class. */
  readonly probabilities: Float32Array;
  /** Name of the most probable class. */
  readonly className: string;
  /** Its probability. */
  readonly probability: number;
  /** Whether it is unlike anything in the training; `undefined` if the model was never taught to tell. */
  readonly isUnfamiliar: boolean | undefined;
}

/** What was read in a picture. */
export interface PictureReading {
  /** From left to right; exactly one unless `split` was asked for. */
  readonly characters: readonly ReadCharacter[];
  /** What else was seen and not taken for a character. */
  readonly ignored: readonly IgnoredMark[];
}

/**
 * Reads what a picture shows: finds it, preprocesses it as the model's training images were, and classifies it.
 *
 * @throws {UnreadablePictureError} if there is nothing to read, or more than one character without `split`.
 *
 * @example
 * ```ts
 * const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><path d="M45 9V80" stroke="#000"/></svg>';
 * const { characters } = readPicture(createDigitModel(), await decodeImage(Buffer.from(svg), 'a drawing', { svg: true }));
 * console.log(characters.length); // 1
 * ```
 */
export function readPicture(
  model: Sequential,
  picture: GreyImage,
  { preprocessing = 'auto', split = false }: ReadOptions = {},
): PictureReading {
  const { inputs, ignored } = preprocessForModel(model, picture, preprocessing, split);
  const whole = readImages(model, inputs);
  const characters = split ? whole.flatMap((read, index) => readParts(model, inputs[index]!, read)) : whole;
  return { characters, ignored };
}

/** What is surer than this is not cut. */
const sure = 0.9;
/** Parts are read instead of the whole if they are surer by so much. */
const surerBy = 0.1;

/** One character, or two that touch, or more: whatever the network knows best. */
function readParts(model: Sequential, image: PreprocessedImage, whole: ReadCharacter): ReadCharacter[] {
  const cuts = sureness([whole]) < sure ? (image.cuts?.() ?? []) : [];
  const read = cuts.map((parts) => ({ parts, characters: readImages(model, parts) }));
  const [best] = read.sort((one, other) => sureness(other.characters) - sureness(one.characters));
  if (!best || sureness(best.characters) < sureness([whole]) + surerBy) return [whole];
  return best.characters.flatMap((character, index) => readParts(model, best.parts[index]!, character));
}

/** The least probability of several characters; none where one of them is unlike the training. */
function sureness(characters: readonly ReadCharacter[]): number {
  return Math.min(...characters.map((each) => (each.isUnfamiliar ? 0 : each.probability)));
}

function readImages(model: Sequential, inputs: readonly PreprocessedImage[]): ReadCharacter[] {
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
    return { box, pixels, probabilities, ...answer, isUnfamiliar: isUnfamiliar(model, probabilities) };
  });
}
