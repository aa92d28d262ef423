import { basename } from 'node:path';
import type { Sequential } from '@tensorflow/tfjs-node';
import { decodeImage, readingSide } from '../images/decode.js';
import type { GreyImage } from '../images/grey-image.js';
import { UnreadablePictureError } from '../images/preprocessing.js';
import { type ClassifiedCharacter, classifyImage } from '../models/classify-image.js';

/** An image that is drawn on demand. */
export interface DrawnPicture {
  /** What it shows, and on which background. */
  readonly name: string;
  readonly svg: string;
}

/** A picture with what was read in it, or why it was refused. */
export interface ImageOutcome {
  /** The file's name, or the drawing's. */
  readonly name: string;
  readonly picture: GreyImage;
  readonly read?: ClassifiedCharacter;
  readonly refusal?: UnreadablePictureError['reason'];
}

/**
 * Reads pictures as `classifyImage` does; one that is refused is an outcome, not an error.
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
