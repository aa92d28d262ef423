import type { Sequential } from '@tensorflow/tfjs-node';
import { createRandom, type Dataset, tf, train } from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import type { TrainOptions } from '../../../lib/src/training/train-options.js';
import { readWeights, writeWeights } from '../../../lib/src/training/weights.js';
import { trainGraph } from '../engines.js';
import { stripes } from '../stripes.js';

// Three batches of 32 and one of 12 per epoch, so that the partial batch is compared as well.
const data: Dataset = stripes(108, 1);
const options = { epochs: 2, batchSize: 32, learningRate: 0.003, seed: 9 } satisfies TrainOptions;

type Layers = () => Sequential['layers'];
const { dense, batchNormalization, activation, flatten, dropout } = tf.layers;
const { leakyReLU, elu, layerNormalization, reshape, gaussianNoise } = tf.layers;
const end = () => dense({ units: 3, activation: 'softmax' });
const wide = (name: string, at = 0) =>
  dense({
    units: 12,
    ...(at === 0 && { inputShape: [36] }),
    activation: name as 'relu',
    biasInitializer: 'randomNormal',
  });

/** The activations of each network. A network has several, because each network takes up to a second to compile. */
const chains = [
  ['linear', 'relu', 'elu', 'sigmoid', 'tanh'],
  ['relu6', 'selu', 'hardSigmoid', 'softplus', 'swish'],
  ['softsign', 'mish', 'gelu', 'gelu_new'],
];
const models: Record<string, Layers> = {
  ...Object.fromEntries(
    chains.map((names) => [`Dense with ${names.join(', ')}`, () => [...names.map(wide), end()]]),
  ),
  'Dense without bias': () => [dense({ units: 12, inputShape: [36], useBias: false }), end()],
  BatchNormalization: () => [
    dense({ units: 12, inputShape: [36], useBias: false }),
    batchNormalization({ momentum: 0.9 }),
    activation({ activation: 'relu' }),
    end(),
  ],
  'BatchNormalization of the images': () => [batchNormalization({ inputShape: [36] }), end()],
  'Dropout of 0 and Activation on the images': () => [
    dropout({ rate: 0, inputShape: [36] }),
    activation({ activation: 'relu' }),
    wide('tanh'),
    end(),
  ],
  LeakyReLU: () => [wide('linear'), leakyReLU({ alpha: 0.2 }), end()],
  ELU: () => [wide('linear'), elu(), end()],
  LayerNormalization: () => [wide('tanh'), layerNormalization({ epsilon: 0.01 }), end()],
  'Reshape to rows and columns, LeakyReLU on these, and Flatten': () => [
    reshape({ targetShape: [6, 6], inputShape: [36] }),
    leakyReLU(),
    flatten(),
    wide('relu'),
    reshape({ targetShape: [12] }),
    end(),
  ],
  'GaussianNoise of 0': () => [wide('relu'), gaussianNoise({ stddev: 0 }), end()],
  'Flatten, Dropout of 0 and Activation': () => [
    flatten({ inputShape: [6, 6] }),
    wide('relu'),
    dropout({ rate: 0 }),
    dense({ units: 3 }),
    activation({ activation: 'softmax' }),
  ],
};

const { conv2d, separableConv2d, maxPooling2d, globalAveragePooling2d, prelu } = tf.layers;
const image = () => reshape({ targetShape: [6, 6, 1], inputShape: [36] });

/** Networks that the library never trains with XLA. */
const modelsOfImages: Record<string, Layers> = {
  // The convolution has no biases, because the normalisation cancels the bias of a channel whose ReLU is
  // never 0. Its gradient is then a rounding error, which Adam turns into a step as large as any other.
  'Conv2D, MaxPooling2D and BatchNormalization over channels': () => [
    conv2d({ filters: 4, kernelSize: 3, activation: 'relu', useBias: false, inputShape: [6, 6, 1] }),
    maxPooling2d({ poolSize: 2 }),
    batchNormalization({ momentum: 0.9 }),
    flatten(),
    end(),
  ],
  'PReLU over channels and LayerNormalization on images': () => [
    image(),
    separableConv2d({ filters: 4, kernelSize: 3, padding: 'same' }),
    prelu({ sharedAxes: [1, 2], alphaInitializer: 'randomNormal' }),
    layerNormalization({ axis: [1, 2, 3], epsilon: 0.01 }),
    conv2d({ filters: 4, kernelSize: 2, strides: 2, activation: 'tanh' }),
    globalAveragePooling2d({}),
    end(),
  ],
};

function build(layers: Layers, seed: number) {
  const model = tf.sequential();
  for (const layer of layers()) model.add(layer);
  const random = createRandom(seed);
  const values = model.weights.map(({ shape, originalName }) => {
    const length = shape.reduce<number>((product, size) => product * size!, 1);
    const isPositive = /gamma|variance/.test(originalName);
    return Float32Array.from({ length }, () => (isPositive ? 0.5 + random.next() : 0.3 * random.normal()));
  });
  writeWeights(model, values);
  return model;
}

/** Defines the tests: each layer in the graph compared with `LayersModel.fit`, in these modes. */
export function compareWithTfjs(
  ways: readonly { readonly labelSmoothing: number; readonly compiled: boolean }[],
): void {
  const rows = [models, modelsOfImages].flatMap((all) =>
    Object.entries(all).map(([name, layers]) => ({
      name,
      layers,
      ways: ways.filter(({ compiled }) => all === models || !compiled),
    })),
  );
  describe.each(rows.filter((row) => row.ways.length > 0))('$name, after 8 steps in the graph', (row) => {
    const { layers } = row;
    it.each(row.ways)(
      'has the weights of LayersModel.fit within 1e-4 (label smoothing $labelSmoothing, XLA $compiled)',
      async ({ labelSmoothing, compiled }) => {
        const reference = build(layers, 3);
        const wanted = await train(reference, data, { ...options, labelSmoothing, engine: 'layers' });
        const model = build(layers, 3);
        // XLA compiles once per length of a slice, so an epoch of four steps is one slice.
        const plan = { compiled, sliceSteps: compiled ? 4 : 3 };
        const history = await trainGraph(model, data, { ...options, labelSmoothing }, plan);
        expect(history.engineReason).toContain(compiled ? 'compiled by XLA' : 'operation by operation');
        history.epochs.forEach(({ loss, accuracy }, index) => {
          expect(loss).toBeCloseTo(wanted.epochs[index]!.loss, 4);
          expect(accuracy).toBeCloseTo(wanted.epochs[index]!.accuracy, 2);
        });
        const [found, expected] = [readWeights(model), readWeights(reference)];
        expected.forEach((values, place) => {
          const gap = values.reduce(
            (most, value, index) => Math.max(most, Math.abs(value - found[place]![index]!)),
            0,
          );
          expect(gap, model.weights[place]!.originalName).toBeLessThan(1e-4);
        });
      },
    );
  });
}
