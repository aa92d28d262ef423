import type { Sequential } from '@tensorflow/tfjs-node';
import { tf } from '../tensorflow.js';
import { type InputScaling, unitScaling } from './input-scaling.js';
import { setModelMetadata } from './metadata.js';

/** Activations of tfjs-layers that work on each number by itself. */
export type Activation =
  | 'elu'
  | 'gelu'
  | 'gelu_new'
  | 'hardSigmoid'
  | 'linear'
  | 'mish'
  | 'relu'
  | 'relu6'
  | 'selu'
  | 'sigmoid'
  | 'softplus'
  | 'softsign'
  | 'swish'
  | 'tanh';

/** The shape of a classifier of dense layers. */
export interface DenseClassifierOptions {
  /** Units of each hidden layer, first to last; may be empty. Defaults to `[128, 64]`. */
  hiddenUnits?: readonly number[];
  /** Activation of the hidden layers. Defaults to `'relu'`. */
  activation?: Activation;
  /** Part of each hidden layer's outputs that training sets to 0, 0 to less than 1. Defaults to 0. */
  dropoutRate?: number;
  /** Normalises each hidden layer over the batch, before its activation. Defaults to `false`. */
  batchNormalization?: boolean;
  /** How pixels become inputs. Defaults to 0..1. */
  inputScaling?: InputScaling;
  /** Rows and columns of the images. Defaults to `[28, 28]`. */
  imageShape?: readonly [rows: number, columns: number];
  /** Name of each class. Defaults to `'0'`, `'1'`, … up to `classCount`. */
  classNames?: readonly string[];
  /** Number of classes, where there are no names for them. Defaults to 10. */
  classCount?: number;
  /** Seed of the initial weights. Defaults to 42. */
  seed?: number;
  /** Name kept with the model. Defaults to `'classifier'`. */
  name?: string;
}

const optionNames: ReadonlySet<string> = new Set<keyof DenseClassifierOptions>([
  'hiddenUnits',
  'activation',
  'dropoutRate',
  'batchNormalization',
  'inputScaling',
  'imageShape',
  'classNames',
  'classCount',
  'seed',
  'name',
]);

/**
 * A network of dense layers that ends in a softmax, ready to train or to predict.
 *
 * Weights start from He's uniform distribution (He et al. 2015), the output layer's from Glorot's.
 *
 * @returns a compiled `tf.Sequential` (Adam, categorical cross-entropy, accuracy), N × (rows · columns) → N × classes.
 * @throws {RangeError} if a size is not a whole number greater than 0 or the dropout rate is not in 0..1.
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
  for (const name of Object.keys(options))
    if (!optionNames.has(name))
      throw new TypeError(
        `Creating a model: unknown option "${name}". Known: ${[...optionNames].join(', ')}.`,
      );
  const {
    hiddenUnits = [128, 64],
    activation = 'relu',
    dropoutRate = 0,
    batchNormalization = false,
  } = options;
  const { inputScaling = unitScaling, imageShape = [28, 28], seed = 42, name = 'classifier' } = options;
  const classNames =
    options.classNames ?? Array.from({ length: options.classCount ?? 10 }, (_, index) => String(index));
  for (const units of [...hiddenUnits, ...imageShape, classNames.length]) checkSize(name, units);
  if (!(dropoutRate >= 0 && dropoutRate < 1))
    throw new RangeError(
      `Creating model "${name}": expected a dropout rate of 0 or more and less than 1 but found ${dropoutRate}.`,
    );

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
  setModelMetadata(model, { name, classNames, imageShape, inputScaling });
  return model;
}

/** Gives a model what `fit` and `evaluate` of tfjs ask for; this library's own training does not read it. */
export function compileClassifier(model: Sequential): void {
  model.compile({ optimizer: tf.train.adam(0.001), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
}

function checkSize(name: string, size: number): void {
  if (!Number.isInteger(size) || size < 1)
    throw new RangeError(
      `Creating model "${name}": expected units, image sides and the number of classes to be whole numbers ` +
        `greater than 0 but found ${size}.`,
    );
}
