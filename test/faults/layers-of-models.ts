import { tf } from 'mnist-lab';

type RNN = ReturnType<typeof tf.layers.rnn>;

/** Layers of models that are saved and damaged. An empty list stands for the small dense model. */
export const layersOfModels = {
  dense: () => [],
  pictures: () => [
    tf.layers.conv2d({ filters: 2, kernelSize: 2, padding: 'same', inputShape: [3, 3, 1] }),
    tf.layers.depthwiseConv2d({ kernelSize: 2, padding: 'same' }),
    tf.layers.maxPooling2d({ poolSize: 2, strides: 1 }),
    tf.layers.layerNormalization(),
    tf.layers.upSampling2d({}),
    tf.layers.zeroPadding2d({}),
    tf.layers.separableConv2d({ filters: 2, kernelSize: 2 }),
    tf.layers.conv2dTranspose({ filters: 2, kernelSize: 2 }),
    tf.layers.prelu(),
    tf.layers.globalAveragePooling2d({}),
    tf.layers.repeatVector({ n: 2 }),
    tf.layers.gaussianNoise({ stddev: 0.1 }),
    tf.layers.flatten(),
    tf.layers.dense({ units: 3, activation: 'softmax', kernelRegularizer: 'l1l2' }),
  ],
  sequences: () => [
    tf.layers.embedding({ inputDim: 256, outputDim: 2, inputLength: 9 }),
    tf.layers.conv1d({ filters: 2, kernelSize: 2, padding: 'causal' }),
    tf.layers.averagePooling1d({}),
    tf.layers.bidirectional({
      layer: tf.layers.gru({ units: 2, returnSequences: true }) as RNN,
      mergeMode: 'concat',
    }),
    tf.layers.timeDistributed({ layer: tf.layers.dense({ units: 2, kernelConstraint: 'nonNeg' }) }),
    tf.layers.lstm({ units: 3 }),
    tf.layers.reshape({ targetShape: [3] }),
    tf.layers.softmax(),
  ],
};
