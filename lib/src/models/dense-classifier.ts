import os from 'node:os';
import type { Sequential } from '@tensorflow/tfjs-node';
import type { Preprocessing } from '../images/preprocessing.js';
import { resolveOptions } from '../options/resolve.js';
import { tf } from '../tensorflow.js';
import { showText } from '../text/escape.js';
import { formatCount } from '../text/format.js';
import { type InputScaling, unitScaling } from './input-scaling.js';
import { setModelMetadata } from './metadata.js';
import { modelOptions } from './model-options.js';
import type { ModelChoices } from './option-types.js';
import { releaseWhenUnused } from './release-weights.js';

/** Activations of tfjs-layers that work on each number by itself. */
export type Activation = NonNullable<ModelChoices['activation']>;

/** The shape of a classifier of dense layers. */
export interface DenseClassifierOptions extends ModelChoices {
  /** How pixels become inputs. Defaults to 0..1. */
  readonly inputScaling?: InputScaling;
  /** How photos and drawings become its inputs. Defaults to `'resize'`. */
  readonly preprocessing?: Preprocessing;
  /** Name of each class. Defaults to `'0'`, `'1'`, … up to `classCount`. */
  readonly classNames?: readonly string[];
}

/**
 * A network of dense layers that ends in a softmax, ready to train or to predict.
 *
 * Weights start from He's uniform distribution (He et al. 2015), the output layer's from Glorot's.
 *
 * Its memory is given back when nothing refers to the model any more. A tensor taken from it with `getWeights()`
 * lives no longer than the model does: keep the model, or a copy of the tensor.
 *
 * @returns a compiled `tf.Sequential` (Adam, categorical cross-entropy, accuracy), N × (rows · columns) → N × classes.
 * @throws {RangeError} if a value is outside its range, or the network has more than 100 million weights.
 * @throws {TypeError} if an option is unknown.
 *
 * @example
 * ```ts
 * const model = createDenseClassifier({
 *   hiddenUnits: [32],
 *   dropoutRate: 0.2,
 *   imageShape: [16, 16],
 *   classNames: ['circle', 'square', 'triangle'],
 * });
 * console.log(model.countParams()); // 8323
 * ```
 */
export function createDenseClassifier(options: DenseClassifierOptions = {}): Sequential {
  const { inputScaling = unitScaling, preprocessing, classNames: givenNames, ...chosen } = options;
  const resolved = resolveOptions('Creating a model', modelOptions, chosen);
  const { hiddenUnits, activation, dropoutRate, batchNormalization, imageShape, classCount, seed, name } =
    resolved as unknown as Required<ModelChoices>;
  checkNetworkSize(name, [imageShape[0] * imageShape[1], ...hiddenUnits, givenNames?.length ?? classCount]);
  const classNames = givenNames ?? Array.from({ length: classCount }, (_, index) => String(index));

  const model = tf.sequential({ name });
  let first: { inputShape?: [number] } = { inputShape: [imageShape[0] * imageShape[1]] };
  hiddenUnits.forEach((units, index) => {
    const number = index + 1;
    const kernelInitializer = tf.initializers.heUniform({ seed: seed + index });
    const dense = { ...first, units, kernelInitializer, name: `hidden_${number}` };
    first = {};
    if (batchNormalization) {
      // The normalisation subtracts the mean and adds a shift of its own, so a bias before it would do nothing.
      model.add(tf.layers.dense({ ...dense, useBias: false }));
      model.add(tf.layers.batchNormalization({ name: `normalization_${number}` }));
      model.add(tf.layers.activation({ activation, name: `activation_${number}` }));
    } else model.add(tf.layers.dense({ ...dense, activation }));
    if (dropoutRate > 0)
      model.add(tf.layers.dropout({ rate: dropoutRate, seed: seed + index, name: `dropout_${number}` }));
  });
  const kernelInitializer = tf.initializers.glorotUniform({ seed: seed + hiddenUnits.length });
  const units = classNames.length;
  model.add(
    tf.layers.dense({ ...first, units, activation: 'softmax', kernelInitializer, name: 'probabilities' }),
  );
  compileClassifier(model);
  setModelMetadata(model, { name, classNames, imageShape, inputScaling, preprocessing });
  return releaseWhenUnused(model);
}

/** A hundred times as many as the lessons' networks have; to make more takes many seconds. */
const mostWeights = 100_000_000;

/**
 * Refuses a network that is too large, before anything is reserved for it.
 *
 * @param sizes Numbers that go into and come out of its dense layers, first to last.
 * @throws {RangeError} if it has more than 100 million weights, or they do not fit into memory twice, with 4 bytes each:
 *   they are drawn before TensorFlow copies them.
 */
export function checkNetworkSize(name: string, sizes: readonly number[]): void {
  const weights = sizes.slice(1).reduce((sum, outputs, layer) => sum + (sizes[layer]! + 1) * outputs, 0);
  const memory = Math.min(os.totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  const most = Math.min(mostWeights, Math.floor(memory / 8));
  if (weights <= most) return;
  throw new RangeError(
    `Creating model "${name}": expected at most ${formatCount(most)} weights but found ${formatCount(weights)} in ` +
      `${showText(sizes.join(' → '))}. Take fewer hidden units, smaller images or fewer classes.`,
  );
}

/** Gives a model what `fit` and `evaluate` of tfjs ask for; this library's own training does not read it. */
export function compileClassifier(model: Sequential): void {
  // By name (Adam at a rate of 0.001), so that the optimizer is the model's own and is disposed of with it.
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
}
