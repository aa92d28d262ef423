import type { Sequential } from '@tensorflow/tfjs-node';
import type { GreyImage } from '../images/grey-image.js';
import { type PreprocessedImages, type Preprocessing, preprocess } from '../images/preprocessing.js';
import { modelReading } from './model-reading.js';

/**
 * Preprocesses an image of any size to match the images that a model was trained on.
 *
 * @param preprocessing Defaults to `'auto'`: the one in the model's metadata.
 * @returns The input of `predictProbabilities`: pixels 0 to 255, rows × columns of the model's image shape,
 *   row-major. For a colour model, red, green and blue of each pixel.
 * @throws {TypeError} if the model takes no images, or takes colour images and the preprocessing makes grey
 *   ones.
 * @throws {UnreadablePictureError} if nothing is found in the image, or more than one character.
 *
 * @example
 * const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><path d="M45 9V80" stroke="#000"/></svg>';
 * const model = createDigitModel();
 * const input = preprocessImage(model, await decodeImage(Buffer.from(svg), 'a drawing', { svg: true }));
 * const probabilities = predictProbabilities(model, input);
 * console.log(input.length, probabilities.length); // 784 10
 */
export function preprocessImage(
  model: Sequential,
  image: GreyImage,
  preprocessing: Preprocessing | 'auto' = 'auto',
): Uint8Array {
  return preprocessForModel(model, image, preprocessing, false).inputs[0]!.pixels;
}

/**
 * Like `preprocessImage`, but also returns what was found. With `segment`, the image may contain several
 * characters.
 */
export function preprocessForModel(
  model: Sequential,
  image: GreyImage,
  preprocessing: Preprocessing | 'auto',
  segment: boolean,
): PreprocessedImages {
  const reading = modelReading(model);
  const chosen = preprocessing === 'auto' ? reading.preprocessing : preprocessing;
  return preprocess(image, chosen, reading.input, segment);
}
