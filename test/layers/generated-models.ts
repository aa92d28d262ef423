import fc from 'fast-check';
import { setModelMetadata, tf } from 'mnist-lab';
import { randomModel } from '../export/models.js';

/** A layer: the name of the function of tfjs that makes it, and what that is given. */
type Part = readonly [make: string, config: object];

const activation = fc.constantFrom(
  ...['elu', 'gelu', 'gelu_new', 'hardSigmoid', 'linear', 'mish', 'relu', 'relu6', 'selu', 'sigmoid'],
  ...['softmax', 'softplus', 'softsign', 'swish', 'tanh'],
);
const normalization = fc.record({
  epsilon: fc.constantFrom(1e-3, 1e-5),
  scale: fc.boolean(),
  center: fc.boolean(),
});

/** Layers in the midst of a network: one, or some that belong together. */
const middle: fc.Arbitrary<readonly Part[]> = fc.oneof(
  fc
    .record({ units: fc.integer({ min: 1, max: 12 }), activation, useBias: fc.boolean() })
    .map((config): Part[] => [['dense', config]]),
  activation.map((name): Part[] => [['activation', { activation: name }]]),
  fc.constantFrom(0.01, 0.3).map((alpha): Part[] => [['leakyReLU', { alpha }]]),
  fc.constant<Part[]>([['elu', {}]]),
  fc.constantFrom({}, { maxValue: 6 }).map((config): Part[] => [['reLU', config]]),
  normalization.map((config): Part[] => [['batchNormalization', config]]),
  normalization.map((config): Part[] => [['layerNormalization', config]]),
  // In rows: over the last axis, or over both.
  fc.tuple(normalization, fc.constantFrom(-1, [1, 2])).map(([config, axis]): Part[] => [
    ['dense', { units: 6 }],
    ['reshape', { targetShape: [2, 3] }],
    ['layerNormalization', { ...config, axis }],
    ['batchNormalization', config],
    ['flatten', {}],
  ]),
  fc
    .constantFrom('dropout', 'alphaDropout', 'gaussianDropout')
    .map((name): Part[] => [[name, { rate: 0.4 }]]),
  fc.constant<Part[]>([['gaussianNoise', { stddev: 0.4 }]]),
  fc.constant<Part[]>([['rescaling', { scale: 0.5, offset: 0.1 }]]),
);

const units = 4;
const softmaxEnds = fc.constantFrom<readonly Part[]>(
  [['dense', { units, activation: 'softmax' }]],
  [
    ['dense', { units }],
    ['activation', { activation: 'softmax' }],
  ],
  [
    ['dense', { units }],
    ['softmax', {}],
  ],
);
const end = fc.oneof(
  {
    arbitrary: fc.record({ layers: softmaxEnds, temperature: fc.constantFrom(1, 0.5, 0.8, 2.5) }),
    weight: 4,
  },
  fc.record({
    layers: fc.constant<readonly Part[]>([['dense', { units, activation: 'sigmoid' }]]),
    // Another one makes sums of the outputs 1, and rounding errors of outputs that are all near 0 large.
    temperature: fc.constant(1),
  }),
);

/** What a model is made of, so that a failure can show it. */
export interface ModelDescription {
  readonly start: Part;
  readonly middle: readonly (readonly Part[])[];
  readonly end: { readonly layers: readonly Part[]; readonly temperature: number };
  readonly seed: number;
  readonly mean: number;
  readonly standardDeviation: number;
}

/** Classifiers of images of 3 × 4 pixels, of every layer that the library can train, with weights of noise. */
export const modelDescriptions: fc.Arbitrary<ModelDescription> = fc.record({
  start: fc.constantFrom<Part>(['flatten', { inputShape: [3, 4] }], ['inputLayer', { inputShape: [12] }]),
  middle: fc.array(middle, { maxLength: 4 }),
  end,
  seed: fc.integer({ min: 1, max: 1e6 }),
  mean: fc.double({ min: 0, max: 0.8, noNaN: true }),
  standardDeviation: fc.double({ min: 0.2, max: 1, noNaN: true }),
});

export function describedModel(description: ModelDescription): ReturnType<typeof tf.sequential> {
  const { start, middle, end, seed, mean, standardDeviation } = description;
  const makers = tf.layers as unknown as Readonly<Record<string, (config: object) => unknown>>;
  const parts = [start, ...middle.flat(), ...end.layers].map(([name, config]) => makers[name]!(config));
  const model = randomModel(parts, seed);
  const { temperature } = end;
  setModelMetadata(model, { imageShape: [3, 4], inputScaling: { mean, standardDeviation }, temperature });
  return model;
}
