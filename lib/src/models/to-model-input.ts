import type { Sequential } from '@tensorflow/tfjs-node';
import { toFashionForm } from '../pictures/fashion-form.js';
import { type GreyImage, withBlackBackground } from '../pictures/grey-image.js';
import { toMnistForm } from '../pictures/mnist-form.js';
import { resizePicture } from '../pictures/resize-picture.js';
import { modelMetadata } from './metadata.js';

/**
 * How a picture becomes a network's input.
 *
 * - `'digit'`: as MNIST's images were made (see `toMnistForm`).
 * - `'garment'`: as Fashion-MNIST's images were made (see `toFashionForm`).
 * - `'plain'`: scaled to the network's size, nothing else.
 * - `'auto'`: the one of the three that fits what the model was trained on; a picture that has the network's
 *   size already is only inverted where it is dark on light.
 */
export type InputForm = 'auto' | 'digit' | 'garment' | 'plain';

/**
 * Brings a picture of any size to what a model takes, so that a photo looks to the network like the images it
 * was trained on.
 *
 * @param form Defaults to `'auto'`.
 * @returns Pixels 0 to 255, rows × columns of the model's image shape, row-major: for `predictProbabilities`.
 *
 * @example
 * ```ts
 * const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><path d="M45 9V80" stroke="#000"/></svg>';
 * const model = createDigitModel();
 * const input = toModelInput(model, await decodeImage(Buffer.from(svg), 'a drawing', { svg: true }));
 * const probabilities = predictProbabilities(model, input);
 * console.log(input.length, probabilities.length); // 784 10
 * ```
 */
export function toModelInput(model: Sequential, picture: GreyImage, form: InputForm = 'auto'): Uint8Array {
  const [rows, columns] = modelMetadata(model).imageShape;
  const hasItsSize = picture.rows === rows && picture.columns === columns;
  const fitting = form === 'auto' ? trainedForm(model) : form;
  if (fitting === 'plain') return hasItsSize ? picture.pixels : resizePicture(picture, rows, columns).pixels;
  if (form === 'auto' && hasItsSize) return withBlackBackground(picture).pixels;
  return (fitting === 'digit' ? toMnistForm : toFashionForm)(picture, { rows, columns });
}

/** The form of the dataset that a model was trained on, as far as its metadata tell. */
export function trainedForm(model: Sequential): Exclude<InputForm, 'auto'> {
  const { name, trainedWith } = modelMetadata(model);
  const dataset = String(trainedWith?.dataset ?? name);
  if (/^fashion/.test(dataset)) return 'garment';
  return /^([a-z]?mnist|emnist.*|digit)$/.test(dataset) ? 'digit' : 'plain';
}
