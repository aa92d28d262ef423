import type { Sequential } from '@tensorflow/tfjs-node';
import { datasetEntry, isDatasetName } from '../datasets/catalogue.js';
import type { GreyImage } from '../images/grey-image.js';
import { type ImageForm, type PreparedInputs, prepareForm } from '../images/prepare-form.js';
import { modelMetadata } from './metadata.js';

/**
 * How a picture becomes a network's input.
 *
 * - `'digit'`: as MNIST's images were made (see `toMnistForm`).
 * - `'garment'`: as Fashion-MNIST's images were made (see `toFashionForm`).
 * - `'plain'`: scaled to the network's size, nothing else.
 * - `'auto'`: the one of the three that fits what the model was trained on.
 */
export type InputForm = 'auto' | ImageForm;

/**
 * Brings a picture of any size to what a model takes, so that a photo looks to the network like the images it
 * was trained on.
 *
 * @param form Defaults to `'auto'`.
 * @returns Pixels 0 to 255, rows × columns of the model's image shape, row-major: for `predictProbabilities`.
 * @throws {UnreadablePictureError} if there is nothing to read in the picture, or more than one character.
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
  return prepareInputs(model, picture, form, false).inputs[0]!.pixels;
}

/** The same with what is known of the picture; with `split` it may hold several characters. */
export function prepareInputs(
  model: Sequential,
  picture: GreyImage,
  form: InputForm,
  split: boolean,
): PreparedInputs {
  const [rows, columns] = modelMetadata(model).imageShape;
  return prepareForm(picture, form === 'auto' ? trainedForm(model) : form, { rows, columns }, split);
}

/** The form of the dataset that a model was trained on, as far as its metadata tell. */
export function trainedForm(model: Sequential): ImageForm {
  const { name, form, trainedWith } = modelMetadata(model);
  if (form) return form;
  const dataset = String(trainedWith?.dataset ?? name);
  if (isDatasetName(dataset)) return datasetEntry(dataset).form;
  const forms: Readonly<Record<string, ImageForm>> = { digit: 'digit', fashion: 'garment' };
  return forms[dataset] ?? 'plain';
}
