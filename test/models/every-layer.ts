import type { Sequential } from '@tensorflow/tfjs-node';
import { tf } from 'mnist-lab';

type Layer = Sequential['layers'][number];

const { layers } = tf;
const picture = { inputShape: [4, 4, 1] };
const sequence = { inputShape: [4, 4] };
const volume = () => layers.reshape({ inputShape: [16], targetShape: [2, 4, 2, 1] });
const film = () => layers.reshape({ inputShape: [16], targetShape: [2, 2, 4, 1] });
const classify = () => layers.dense({ units: 3, activation: 'softmax' });
const sequential = (...all: readonly Layer[]) => tf.sequential({ layers: [...all] });
function ending(...all: readonly Layer[]): Sequential {
  const model = sequential(...all);
  if ((model.outputShape as number[]).length > 2) model.add(layers.flatten());
  model.add(classify());
  return model;
}
const recurrent = (layer: Layer) => layer as ReturnType<typeof layers.rnn>;

/** A classifier of 16 pixels into 3 classes for every layer of tfjs that a sequence can have. */
export const modelsOfLayers: Readonly<Record<string, () => Sequential>> = {
  activation: () =>
    ending(layers.dense({ units: 5, inputShape: [16] }), layers.activation({ activation: 'tanh' })),
  alphaDropout: () => ending(layers.alphaDropout({ rate: 0.2, inputShape: [16] })),
  averagePooling1d: () => ending(layers.averagePooling1d({ ...sequence })),
  averagePooling2d: () => ending(layers.averagePooling2d({ ...picture })),
  averagePooling3d: () => ending(volume(), layers.averagePooling3d({ poolSize: 2, padding: 'same' })),
  batchNormalization: () => ending(layers.batchNormalization({ ...picture }), layers.batchNormalization()),
  bidirectional: () =>
    ending(
      layers.bidirectional({ ...sequence, layer: recurrent(layers.lstm({ units: 2 })), mergeMode: 'concat' }),
    ),
  'bidirectional, summed': () =>
    ending(
      layers.bidirectional({
        ...sequence,
        layer: recurrent(layers.gru({ units: 2, returnSequences: true })),
        mergeMode: 'sum',
      }),
    ),
  centerCrop: () =>
    ending(
      layers.reshape({ inputShape: [16], targetShape: [4, 4, 1] }),
      layers.centerCrop({ height: 2, width: 3 }),
    ),
  conv1d: () => ending(layers.conv1d({ ...sequence, filters: 3, kernelSize: 2, padding: 'same' })),
  conv2d: () =>
    ending(
      layers.conv2d({
        ...picture,
        filters: 3,
        kernelSize: 2,
        activation: 'relu',
        dataFormat: 'channelsLast',
      }),
    ),
  conv2dTranspose: () =>
    ending(layers.conv2dTranspose({ ...picture, filters: 2, kernelSize: 2, strides: 2 })),
  conv3d: () => ending(volume(), layers.conv3d({ filters: 2, kernelSize: 2, padding: 'same' })),
  conv3dTranspose: () =>
    ending(volume(), layers.conv3dTranspose({ filters: 2, kernelSize: 2, padding: 'same' })),
  convLstm2d: () => ending(film(), layers.convLstm2d({ filters: 2, kernelSize: 2, padding: 'same' })),
  cropping2D: () =>
    ending(
      layers.cropping2D({
        ...picture,
        cropping: [
          [1, 0],
          [0, 1],
        ],
      }),
    ),
  dense: () => sequential(layers.dense({ units: 5, inputShape: [16], useBias: false }), classify()),
  depthwiseConv2d: () => ending(layers.depthwiseConv2d({ ...picture, kernelSize: 2, depthMultiplier: 2 })),
  dropout: () => ending(layers.dropout({ rate: 0.3, inputShape: [16] })),
  elu: () => ending(layers.elu({ inputShape: [16] })),
  embedding: () => ending(layers.embedding({ inputDim: 256, outputDim: 2, inputLength: 16 })),
  'embedding with a mask': () =>
    sequential(
      layers.embedding({ inputDim: 256, outputDim: 2, inputLength: 16, maskZero: true }),
      layers.lstm({ units: 2 }),
      classify(),
    ),
  gaussianDropout: () => ending(layers.gaussianDropout({ rate: 0.2, inputShape: [16] })),
  gaussianNoise: () => ending(layers.gaussianNoise({ stddev: 0.2, inputShape: [16] })),
  globalAveragePooling1d: () => sequential(layers.globalAveragePooling1d({ ...sequence }), classify()),
  globalAveragePooling2d: () =>
    sequential(
      layers.conv2d({ ...picture, filters: 4, kernelSize: 2 }),
      layers.globalAveragePooling2d({}),
      classify(),
    ),
  globalMaxPooling1d: () => sequential(layers.globalMaxPooling1d({ ...sequence }), classify()),
  globalMaxPooling2d: () =>
    sequential(
      layers.conv2d({ ...picture, filters: 4, kernelSize: 2 }),
      layers.globalMaxPooling2d({}),
      classify(),
    ),
  gru: () => sequential(layers.gru({ ...sequence, units: 3 }), classify()),
  inputLayer: () => sequential(layers.inputLayer({ inputShape: [16] }), classify()),
  layerNormalization: () =>
    ending(layers.layerNormalization({ ...sequence }), layers.layerNormalization({ axis: [1, 2] })),
  leakyReLU: () => ending(layers.leakyReLU({ alpha: 0.1, inputShape: [16] })),
  lstm: () =>
    sequential(
      layers.lstm({ ...sequence, units: 3, returnSequences: true }),
      layers.lstm({ units: 2 }),
      classify(),
    ),
  masking: () =>
    sequential(layers.masking({ ...sequence, maskValue: 0 }), layers.simpleRNN({ units: 2 }), classify()),
  maxPooling1d: () => ending(layers.maxPooling1d({ ...sequence })),
  maxPooling2d: () => ending(layers.maxPooling2d({ ...picture, poolSize: [2, 1], strides: 1 })),
  maxPooling3d: () => ending(volume(), layers.maxPooling3d({ poolSize: 2, padding: 'same' })),
  permute: () => ending(layers.permute({ ...sequence, dims: [2, 1] })),
  prelu: () =>
    ending(layers.prelu({ ...picture, sharedAxes: [1, 2] }), layers.prelu({ alphaInitializer: 'ones' })),
  reLU: () => ending(layers.reLU({ maxValue: 0.7, inputShape: [16] })),
  repeatVector: () => ending(layers.repeatVector({ n: 3, inputShape: [16] })),
  rescaling: () => ending(layers.rescaling({ scale: 2, offset: -1, inputShape: [16] } as never)),
  reshape: () => ending(layers.reshape({ targetShape: [2, 8], inputShape: [16] })),
  rnn: () => sequential(layers.rnn({ ...sequence, cell: layers.gruCell({ units: 3 }) }), classify()),
  separableConv2d: () => ending(layers.separableConv2d({ ...picture, filters: 3, kernelSize: 2 })),
  simpleRNN: () => sequential(layers.simpleRNN({ ...sequence, units: 3, goBackwards: true }), classify()),
  softmax: () => sequential(layers.dense({ units: 3, inputShape: [16] }), layers.softmax()),
  spatialDropout1d: () => ending(layers.spatialDropout1d({ ...sequence, rate: 0.3 })),
  stackedRNNCells: () =>
    sequential(
      layers.rnn({
        ...sequence,
        cell: layers.stackedRNNCells({
          cells: [layers.lstmCell({ units: 3 }), layers.simpleRNNCell({ units: 2 })],
        }),
      }),
      classify(),
    ),
  thresholdedReLU: () => ending(layers.thresholdedReLU({ theta: 0.2, inputShape: [16] })),
  timeDistributed: () => ending(layers.timeDistributed({ ...sequence, layer: layers.dense({ units: 2 }) })),
  upSampling2d: () => ending(layers.upSampling2d({ ...picture, size: [2, 3] })),
  zeroPadding2d: () =>
    ending(
      layers.zeroPadding2d({
        ...picture,
        padding: [
          [1, 0],
          [2, 1],
        ],
      }),
    ),
};

/** Models with special properties other than a layer's class. */
export const specialModels: Readonly<Record<string, () => Sequential>> = {
  'a nested model': () =>
    sequential(
      sequential(
        layers.dense({ units: 6, inputShape: [16] }),
        sequential(layers.reLU({ inputShape: [6] }), layers.dense({ units: 4 })),
      ),
      classify(),
    ),
  'two nested models that use the same names': () =>
    sequential(
      sequential(layers.dense({ name: 'twin', units: 6, inputShape: [16] })),
      sequential(layers.dense({ name: 'twin', units: 5, inputShape: [6] })),
      classify(),
    ),
  'frozen layers': () => {
    const model = sequential(
      layers.dense({ units: 6, inputShape: [16], trainable: false }),
      layers.batchNormalization({ trainable: false }),
      layers.dense({ units: 5 }),
      classify(),
    );
    model.layers[2]!.trainable = false;
    return model;
  },
  'initializers, regularizers and constraints of all kinds': () =>
    sequential(
      ...(
        [
          ['constant', tf.initializers.constant({ value: 0.1 })],
          ['orthogonal', tf.initializers.orthogonal({ gain: 1 })],
          ['identity', tf.initializers.identity({ gain: 0.9 })],
          ['truncated', tf.initializers.truncatedNormal({ mean: 0, stddev: 0.1 })],
          [
            'variance',
            tf.initializers.varianceScaling({ scale: 2, mode: 'fanOut', distribution: 'uniform' }),
          ],
          ['lecun', tf.initializers.leCunNormal({})],
        ] as const
      ).map(([name, kernelInitializer], index) =>
        layers.dense({
          name,
          units: 16,
          kernelInitializer: kernelInitializer as never,
          ...(index === 0 ? { inputShape: [16] } : {}),
          kernelRegularizer: tf.regularizers.l1l2({ l1: 0.001, l2: 0.002 }),
          kernelConstraint: tf.constraints.maxNorm({ maxValue: 2, axis: 0 }),
          biasConstraint: tf.constraints.nonNeg(),
        }),
      ),
      classify(),
    ),
  'a fixed batch size': () => sequential(layers.dense({ units: 4, batchInputShape: [4, 16] }), classify()),
  'stateful layers': () =>
    sequential(layers.lstm({ units: 3, stateful: true, batchInputShape: [4, 4, 4] }), classify()),
  'an int32 input': () =>
    sequential(
      layers.inputLayer({ inputShape: [16], dtype: 'int32' }),
      layers.embedding({ inputDim: 256, outputDim: 2 }),
      layers.flatten(),
      classify(),
    ),
  'batch normalization without scale': () => ending(layers.batchNormalization({ ...picture, scale: false })),
  'a single output': () => sequential(layers.dense({ units: 1, activation: 'sigmoid', inputShape: [16] })),
  'a name in other writing systems': () =>
    tf.sequential({
      name: 'числа 数字 "1/2"',
      layers: [layers.dense({ units: 3, activation: 'softmax', inputShape: [16] })],
    }),
};
