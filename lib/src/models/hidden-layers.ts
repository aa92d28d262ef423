import type { Sequential } from '@tensorflow/tfjs-node';
import { tf } from '../tensorflow-js.js';
import type { ModelChoices } from './option-types.js';

type Activation = NonNullable<ModelChoices['activation']>;
type Layer = Parameters<Sequential['add']>[0];

/**
 * Momentum of batch normalisation's moving averages. tfjs's default of 0.99 averages over more than a hundred steps.
 * On a small dataset, the averages would still describe the untrained network after an epoch or two.
 */
const momentum = 0.9;

/** Options shared by dense and convolutional networks. */
interface Hidden {
  readonly activation: Activation;
  readonly batchNormalization: boolean;
}

/** The part of a layer's configuration that `addActivated` needs or sets. */
interface Linear {
  readonly name: string;
  readonly useBias?: boolean;
  readonly activation?: Activation;
}

/**
 * Adds a layer and its activation, with batch normalisation between them if it is chosen.
 *
 * @param create Creates the layer.
 * @param suffix Suffix of the names of the normalisation and the activation, such as `'1'`.
 * @param pooling A pooling layer. It comes before the normalisation, which then processes a quarter of the
 *   values. Without normalisation, it comes after the activation.
 */
export function addActivated<Configuration extends { readonly name: string }>(
  model: Sequential,
  create: (configuration: Configuration & Linear) => Layer,
  configuration: Configuration,
  { activation, batchNormalization }: Hidden,
  suffix: string,
  pooling?: Layer,
): void {
  if (!batchNormalization) {
    model.add(create({ ...configuration, activation }));
    if (pooling) model.add(pooling);
    return;
  }
  // The normalisation subtracts the mean and adds a shift of its own, so a bias before it would have no
  // effect.
  model.add(create({ ...configuration, useBias: false }));
  if (pooling) model.add(pooling);
  model.add(tf.layers.batchNormalization({ momentum, name: `normalization_${suffix}` }));
  model.add(tf.layers.activation({ activation, name: `activation_${suffix}` }));
}

/**
 * Adds hidden dense layers, each followed by dropout if its rate is above 0, and the softmax of the classes.
 *
 * @param options.seed Seed of the first layer's weights. It increases by 1 per layer.
 * @param options.inputShape Shape of an image, if these are the first layers.
 */
export function addDenseLayers(
  model: Sequential,
  options: Hidden & {
    readonly hiddenUnits: readonly number[];
    readonly dropoutRate: number;
    readonly classCount: number;
    readonly seed: number;
    readonly inputShape?: [number];
  },
): void {
  const { hiddenUnits, dropoutRate, classCount, seed, inputShape } = options;
  let first: { inputShape?: [number] } = inputShape ? { inputShape } : {};
  hiddenUnits.forEach((units, index) => {
    const number = index + 1;
    const kernelInitializer = tf.initializers.heUniform({ seed: seed + index });
    const dense = { ...first, units, kernelInitializer, name: `hidden_${number}` };
    first = {};
    addActivated(model, tf.layers.dense, dense, options, `${number}`);
    if (dropoutRate > 0)
      model.add(tf.layers.dropout({ rate: dropoutRate, seed: seed + index, name: `dropout_${number}` }));
  });
  const kernelInitializer = tf.initializers.glorotUniform({ seed: seed + hiddenUnits.length });
  model.add(
    tf.layers.dense({
      ...first,
      units: classCount,
      activation: 'softmax',
      kernelInitializer,
      name: 'probabilities',
    }),
  );
}
