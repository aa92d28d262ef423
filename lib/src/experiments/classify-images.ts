import { basename } from 'node:path';
import type { Sequential } from '@tensorflow/tfjs-node';
import { decodeImage, readingSide } from '../images/decode.js';
import type { GreyImage } from '../images/grey-image.js';
import { UnreadablePictureError } from '../images/preprocessing.js';
import { type ClassifiedCharacter, classifyImage } from '../models/classify-image.js';

/** An image drawn on demand. */
export interface DrawnPicture {
  /** The drawn subject and its background, in words. */
  readonly name: string;
  readonly svg: string;
}

/** An image and its classification, or the reason why it was rejected. */
export interface ImageOutcome {
  /** The file's or the drawing's name. */
  readonly name: string;
  readonly picture: GreyImage;
  readonly read?: ClassifiedCharacter;
  readonly refusal?: UnreadablePictureError['reason'];
}

/**
 * Classifies images with `classifyImage`. A rejected image is an outcome, not an error.
 *
 * @param pictures Paths of files, or drawings.
 * @throws {Error} if a file is missing or not an image.
 *
 * @example
 * const outcomes = await classifyImages(createDigitModel(), digits.sampleImages);
 * console.log(outcomes.filter(({ refusal }) => refusal).length); // 1
 */
export async function classifyImages(
  model: Sequential,
  pictures: readonly (string | DrawnPicture)[],
): Promise<ImageOutcome[]> {
  const outcomes: ImageOutcome[] = [];
  for (const each of pictures) {
    const name = typeof each === 'string' ? basename(each) : each.name;
    const picture =
      typeof each === 'string'
        ? await decodeImage(each, each, { longestSide: readingSide })
        : await decodeImage(Buffer.from(each.svg), name, { svg: true });
    try {
      outcomes.push({ name, picture, read: classifyImage(model, picture).characters[0]! });
    } catch (error) {
      if (!(error instanceof UnreadablePictureError)) throw error;
      outcomes.push({ name, picture, refusal: error.reason });
    }
  }
  return outcomes;
}
