import type { Sequential } from '@tensorflow/tfjs-node';
import type { Preprocessing } from '../images/preprocessing.js';
import { resolveOptions } from '../options/resolve.js';
import { tf } from '../tensorflow-js.js';
import { checkNetworkSize } from './check-network-size.js';
import { addDenseLayers } from './hidden-layers.js';
import { type InputScaling, unitScaling } from './input-scaling.js';
import { setModelMetadata } from './metadata.js';
import type { ModelMetadata } from './model-metadata.js';
import { modelOptions } from './model-options.js';
import type { ModelChoices } from './option-types.js';
import { releaseWhenUnused } from './release-weights.js';

/** Elementwise activations of tfjs-layers. */
export type Activation = NonNullable<ModelChoices['activation']>;

/** Options of {@link createDenseClassifier}. */
export interface DenseClassifierOptions extends ModelChoices {
  /** How pixels become inputs. Defaults to 0..1. */
  readonly inputScaling?: InputScaling;
  /** How photos and drawings are prepared for the network. Defaults to `'resize'`. */
  readonly preprocessing?: Preprocessing;
  /** Names of the classes. Defaults to `'0'`, `'1'`, … for `classCount` classes. */
  readonly classNames?: readonly string[];
}

/**
 * A network of dense layers with a softmax output, ready to train or to predict.
 *
 * Weights are initialised with He's uniform distribution (He et al. 2015), those of the output layer with
 * Glorot's.
 *
 * The model's memory is released when the model is garbage-collected, including tensors returned by
 * `getWeights()`. To use such a tensor, keep the model, or copy the tensor.
 *
 * @returns a compiled `tf.Sequential` (Adam, categorical cross-entropy, accuracy), N × (rows · columns) → N × classes.
 * @throws {RangeError} if a value is outside its range, or the network has more than 100 million weights.
 * @throws {TypeError} if an option is unknown.
 *
 * @example
 * const model = createDenseClassifier({
 *   hiddenUnits: [32],
 *   dropoutRate: 0.2,
 *   imageShape: [16, 16],
 *   classNames: ['circle', 'square', 'triangle'],
 * });
 * console.log(model.countParams()); // 8323
 */
export function createDenseClassifier(options: DenseClassifierOptions = {}): Sequential {
  const { inputScaling, preprocessing, classNames: givenNames, ...chosen } = options;
  const resolved = resolveOptions('Creating a model', modelOptions, chosen);
  const { imageShape, classCount, name, ...layers } = resolved as unknown as Required<ModelChoices>;
  const count = givenNames?.length ?? classCount;
  checkNetworkSize(name, { hiddenUnits: layers.hiddenUnits, imageShape, classCount: count });
  const classNames = givenNames ?? numberedClasses(count);
  const model = tf.sequential({ name });
  const inputShape: [number] = [imageShape[0] * imageShape[1]];
  addDenseLayers(model, { ...layers, classCount: classNames.length, inputShape });
  return finishClassifier(model, { name, classNames, imageShape, inputScaling, preprocessing });
}

/** The default class names: `'0'`, `'1'`, … */
export const numberedClasses = (count: number) => Array.from({ length: count }, (_, index) => String(index));

/** Compiles a new network, and sets its metadata. Inputs are scaled to 0..1 by default. */
export function finishClassifier(model: Sequential, metadata: Partial<ModelMetadata>): Sequential {
  compileClassifier(model);
  setModelMetadata(model, { ...metadata, inputScaling: metadata.inputScaling ?? unitScaling });
  return releaseWhenUnused(model);
}

/** Compiles a model with the defaults of `train`, so that tfjs's own `fit` and `evaluate` work, too. */
export function compileClassifier(model: Sequential): void {
  // Give the optimizer by its name, because the model then owns it and disposes of it. `'adam'` has a learning
  // rate of 0.001.
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
}
