import type { Sequential } from '@tensorflow/tfjs-node';
import { tf } from '../tensorflow.js';
import { type InputScaling, unitScaling } from './input-scaling.js';
import { inputLength, inputShape, outputLength } from './shapes.js';

/** What a network needs besides its weights to be used again, and where those weights come from. */
export interface ModelMetadata {
  /** A short name, such as `'digit'`. */
  readonly name: string;
  /** Name of each class, by class index. */
  readonly classNames: readonly string[];
  /** Rows and columns of the images it takes, in pixels. */
  readonly imageShape: readonly [rows: number, columns: number];
  readonly inputScaling: InputScaling;
  /** Divides the logits before the softmax (Guo et al. 2017); 1 changes nothing. */
  readonly temperature: number;
  /** Plain training options, the dataset's name and the seed. */
  readonly trainedWith?: Readonly<Record<string, unknown>>;
  /** Result on the test set, read once after training. */
  readonly test?: { readonly accuracy: number; readonly loss: number };
  /** Versions of what made the model. */
  readonly versions: Readonly<Record<string, string>>;
}

const known = new WeakMap<Sequential, ModelMetadata>();

/**
 * What is known about a model. For one that was not made by this library, class names are the class indices,
 * the image is a square where the input allows one, and pixels are scaled to 0..1.
 *
 * @example
 * ```ts
 * console.log(modelMetadata(createDigitModel()).imageShape); // [ 28, 28 ]
 * ```
 */
export function modelMetadata(model: Sequential): ModelMetadata {
  const metadata = known.get(model) ?? defaults(model);
  known.set(model, metadata);
  return metadata;
}

/**
 * Changes what is known about a model; fields that are left out stay as they are.
 *
 * @throws {RangeError} if there is not one class name for each output, the image shape does not fit the
 *   input, or the temperature is not greater than 0.
 *
 * @example
 * ```ts
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, activation: 'softmax', inputShape: [64] })] });
 * setModelMetadata(model, { name: 'pets', classNames: ['cat', 'dog'] });
 * console.log(modelMetadata(model).imageShape); // [ 8, 8 ]
 * ```
 */
export function setModelMetadata(model: Sequential, changes: Partial<ModelMetadata>): ModelMetadata {
  const metadata = { ...modelMetadata(model), ...changes };
  const [rows, columns] = metadata.imageShape;
  if (metadata.classNames.length !== outputLength(model))
    throw new RangeError(
      `Describing model "${metadata.name}": expected ${outputLength(model)} class names, one for each output, ` +
        `but found ${metadata.classNames.length}.`,
    );
  if (rows * columns !== inputLength(model))
    throw new RangeError(
      `Describing model "${metadata.name}": expected an image of ${inputLength(model)} pixels, as the first ` +
        `layer takes, but found ${rows} × ${columns}.`,
    );
  const { mean, standardDeviation } = metadata.inputScaling;
  if (!Number.isFinite(mean) || !Number.isFinite(standardDeviation) || standardDeviation <= 0)
    throw new RangeError(
      `Describing model "${metadata.name}": expected an input scaling with a finite mean and a standard deviation ` +
        `greater than 0 but found mean ${mean} and standard deviation ${standardDeviation}.`,
    );
  if (!(metadata.temperature > 0) || !Number.isFinite(metadata.temperature))
    throw new RangeError(
      `Describing model "${metadata.name}": expected a temperature greater than 0 but found ${metadata.temperature}.`,
    );
  known.set(model, metadata);
  return metadata;
}

function defaults(model: Sequential): ModelMetadata {
  const shape = inputShape(model);
  const length = inputLength(model);
  const side = Math.sqrt(length);
  let imageShape: [number, number] = Number.isInteger(side) ? [side, side] : [1, length];
  if (shape.length >= 2) imageShape = [shape[0]!, length / shape[0]!];
  return {
    name: model.name,
    classNames: Array.from({ length: outputLength(model) }, (_, index) => String(index)),
    imageShape,
    inputScaling: unitScaling,
    temperature: 1,
    versions: {
      'mnist-lab': (require('../../package.json') as { version: string }).version,
      tfjs: tf.version.tfjs,
      tensorflow: (tf.backend() as unknown as { binding: { TF_Version: string } }).binding.TF_Version,
      node: process.version,
    },
  };
}
