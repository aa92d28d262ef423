import type { Sequential } from '@tensorflow/tfjs-node';
import type { GreyImage } from '../images/grey-image.js';
import type { BoundingBox } from '../images/image-size.js';
import type { IgnoredMark } from '../images/ink/ignored-marks.js';
import type { Preprocessing } from '../images/preprocessing.js';

import { modelMetadata } from './metadata.js';
import { isOutOfDistribution, predictProbabilities } from './predict-probabilities.js';
import { preprocessForModel } from './preprocess-image.js';

/** How a picture is read. */
export interface ClassifyOptions {
  /** How it becomes the network's input. Defaults to `'auto'`: as the model's metadata say. */
  readonly preprocessing?: Preprocessing | 'auto';
  /** Reads several characters one by one from left to right. Defaults to `false`: they are refused. */
  readonly segment?: boolean;
}

/** One character or garment as the network read it. */
export interface ClassifiedCharacter {
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
  readonly isOutOfDistribution: boolean | undefined;
}

/** What was read in a picture. */
export interface ImageClassification {
  /** From left to right; exactly one unless `segment` was asked for. */
  readonly characters: readonly ClassifiedCharacter[];
  /** What else was seen and not taken for a character. */
  readonly ignored: readonly IgnoredMark[];
}

/**
 * Reads what a picture shows: finds it, preprocesses it as the model's training images were, and classifies it.
 *
 * @throws {UnreadablePictureError} if there is nothing to read, or more than one character without `segment`.
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
  const { inputs, ignored } = preprocessForModel(model, picture, preprocessing, segment);
  const { classNames } = modelMetadata(model);
  const length = inputs[0]!.pixels.length;
  const images = new Uint8Array(inputs.length * length);
  inputs.forEach(({ pixels }, index) => {
    images.set(pixels, index * length);
  });
  const all = predictProbabilities(model, images);
  const characters = inputs.map(({ box, pixels }, index) => {
    const probabilities = all.slice(index * classNames.length, (index + 1) * classNames.length);
    const best = probabilities.indexOf(Math.max(...probabilities));
    const answer = { className: classNames[best]!, probability: probabilities[best]! };
    return {
      box,
      pixels,
      probabilities,
      ...answer,
      isOutOfDistribution: isOutOfDistribution(model, probabilities),
    };
  });
  return { characters, ignored };
}
