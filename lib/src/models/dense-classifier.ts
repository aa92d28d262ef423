import { constants } from 'node:buffer';
import os from 'node:os';
import type { Sequential } from '@tensorflow/tfjs-node';
import type { Preprocessing } from '../images/preprocessing.js';
import { resolveOptions } from '../options/resolve.js';
import { tf } from '../tensorflow.js';
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
 * @throws {RangeError} if a value is outside its range, or this machine's memory cannot hold the weights.
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
  checkMemory(name, [imageShape[0] * imageShape[1], ...hiddenUnits, givenNames?.length ?? classCount]);
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

const bytesPerWeight = 4;

/**
 * Refuses a network that could not be made, before anything is reserved for it.
 *
 * @param sizes Numbers that go into and come out of its dense layers, first to last.
 * @throws {RangeError} if the weights do not fit into memory twice: they are drawn before TensorFlow copies them.
 */
function checkMemory(name: string, sizes: readonly number[]): void {
  const weights = sizes.slice(1).map((outputs, layer) => (sizes[layer]! + 1) * outputs);
  const bytes = bytesPerWeight * weights.reduce((sum, count) => sum + count, 0);
  const largest = bytesPerWeight * Math.max(...weights);
  const memory = Math.min(os.totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY);
  if (2 * bytes <= memory && largest <= constants.MAX_LENGTH) return;
  const limit =
    2 * bytes > memory
      ? `${gigabytes(memory / 2)}, half of this machine's memory`
      : `${gigabytes(constants.MAX_LENGTH)} in one layer, the most that Node holds in one piece`;
  throw new RangeError(
    `Creating model "${name}": expected weights of at most ${limit}, but ${sizes.join(' → ')} needs ` +
      `${gigabytes(2 * bytes > memory ? bytes : largest)}. Take fewer hidden units, smaller images or fewer classes.`,
  );
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

/** Gives a model what `fit` and `evaluate` of tfjs ask for; this library's own training does not read it. */
export function compileClassifier(model: Sequential): void {
  // By name (Adam at a rate of 0.001), so that the optimizer is the model's own and is disposed of with it.
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
}
