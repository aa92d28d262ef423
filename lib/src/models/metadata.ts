import type { Sequential } from '@tensorflow/tfjs-node';
import { classCountOf } from '../layers/outputs.js';
import { withoutUndefined } from '../options/option.js';
import { ownVersion } from '../system/own-version.js';
import { nativeVersion, tf } from '../tensorflow-js.js';
import { showValue } from '../text/escape.js';
import { inputLayout, layoutFor } from './input-layout.js';
import { inputRanges, rangeByLayers } from './input-range.js';
import { type ModelMetadata, metadataFault, metadataFields } from './model-metadata.js';
import { inputLength, inputShape } from './shapes.js';

const known = new WeakMap<Sequential, ModelMetadata>();

/**
 * Where a model's input scaling comes from: set by the user or saved with the model, inferred from its
 * layers, or assumed.
 */
export type RangeSource = 'given' | 'layers' | 'assumed';

const givenScalings = new WeakSet<Sequential>();
const givenShapes = new WeakSet<Sequential>();

export function rangeSource(model: Sequential): RangeSource {
  if (givenScalings.has(model)) return 'given';
  return rangeByLayers(model) === undefined ? 'assumed' : 'layers';
}

/**
 * A description of the model's input, if its layers do not fix an image size and none was given, or
 * `undefined`.
 */
export function shapeObstacle(model: Sequential): string | undefined {
  const layout = inputLayout(model);
  return givenShapes.has(model) || typeof layout !== 'string' ? undefined : layout;
}

/**
 * The metadata of a model. By default, class names are the class indices, the image shape is that of the input, and
 * the pixel range is inferred from the first layers, or 0..1.
 *
 * @example
 * console.log(modelMetadata(createDigitModel()).imageShape); // [ 28, 28 ]
 */
export function modelMetadata(model: Sequential): ModelMetadata {
  const metadata = known.get(model) ?? defaults(model);
  known.set(model, metadata);
  return metadata;
}

/**
 * Changes a model's metadata. Omitted fields do not change.
 *
 * @throws {RangeError} if a field is invalid, such as a temperature of 0, or does not fit the model, such as
 *   a wrong number of class names.
 * @throws {TypeError} if a field is unknown.
 *
 * @example
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 2, activation: 'softmax', inputShape: [64] })] });
 * setModelMetadata(model, { name: 'pets', classNames: ['cat', 'dog'] });
 * console.log(modelMetadata(model).imageShape); // [ 8, 8 ]
 */
export function setModelMetadata(model: Sequential, changes: Partial<ModelMetadata>): ModelMetadata {
  const before = modelMetadata(model);
  const doing = `Describing model "${typeof changes.name === 'string' ? changes.name : before.name}"`;
  for (const field of Object.keys(changes))
    if (!isField(field))
      throw new TypeError(
        `${doing}: unknown field ${showValue(field)}. Known: ${metadataFields.join(', ')}.`,
      );
  const metadata = { ...before, ...withoutUndefined(changes) };
  const fault = metadataFault(model, metadata);
  if (fault) throw new RangeError(`${doing}: ${fault}.`);
  known.set(model, metadata);
  if (changes.inputScaling) givenScalings.add(model);
  if (changes.imageShape) givenShapes.add(model);
  return metadata;
}

/**
 * Restores a model's saved metadata. Unknown fields are ignored.
 *
 * @throws {Error} if a field is invalid or does not fit the model.
 */
export function restoreMetadata(model: Sequential, saved: object, doing: string): void {
  const ours = Object.entries(saved).filter(([field, value]) => isField(field) && value !== null);
  try {
    setModelMetadata(model, Object.fromEntries(ours));
  } catch (cause) {
    const reason = (cause as Error).message.replace(/^Describing model ".*?": /, '');
    throw new Error(`${doing}: its userDefinedMetadata do not fit: ${reason} Save the model again.`, {
      cause,
    });
  }
}

/** Shape of an image as users pass it: rows and columns, and 3 for colours. */
export function pixelShape(model: Sequential): readonly number[] {
  const { imageShape } = modelMetadata(model);
  return layoutFor(model, imageShape)?.channels === 3 ? [...imageShape, 3] : imageShape;
}

function isField(name: string): name is keyof ModelMetadata {
  return (metadataFields as readonly string[]).includes(name);
}

/** Limit on outputs, far above any number of classes: a default name is created for each. */
const mostOutputs = 1_000_000;

function defaults(model: Sequential): ModelMetadata {
  if (model.layers.length === 0)
    throw new TypeError(
      `Describing model "${model.name}": expected a model with layers but found none. Add one with an inputShape.`,
    );
  if (classCountOf(model) > mostOutputs)
    throw new RangeError(
      `Describing model "${model.name}": expected at most ${mostOutputs} outputs but found ${classCountOf(model)}.`,
    );
  const layout = inputLayout(model);
  const [first] = inputShape(model);
  const rows = inputShape(model).length > 1 ? first! : 1;
  const imageShape: [number, number] =
    typeof layout === 'string' ? [rows, inputLength(model) / rows] : [layout.rows, layout.columns];
  const native = nativeVersion();
  return {
    name: model.name,
    classNames: Array.from({ length: classCountOf(model) }, (_, index) => String(index)),
    imageShape,
    inputScaling: inputRanges[rangeByLayers(model) ?? '0..1'],
    temperature: 1,
    preprocessing: 'resize',
    versions: {
      'mnist-lab': ownVersion(),
      tfjs: tf.version_layers,
      ...(native === undefined ? {} : { tensorflow: native }),
      node: process.version,
    },
  };
}
