import fc from 'fast-check';
import { setModelMetadata, tf } from 'mnist-lab';
import { activationNames } from '../../lib/src/layers/activations.js';
import { randomModel } from '../export/models.js';

/** A layer: the name of the function of tfjs that creates it, and its arguments. */
type Part = readonly [make: string, config: object];

const activation = fc.constantFrom(...activationNames);
const normalization = fc.record({
  epsilon: fc.constantFrom(1e-3, 1e-5),
  scale: fc.boolean(),
  center: fc.boolean(),
});
const one = (make: string, config: fc.Arbitrary<object>): fc.Arbitrary<readonly Part[]> =>
  config.map((made): Part[] => [[make, made]]);
const rate = fc.record({ rate: fc.constantFrom(0.2, 0.5) });
/** Two rows of three numbers per image as a layer's input, flattened afterwards. */
const inRows = (parts: fc.Arbitrary<readonly Part[]>): fc.Arbitrary<readonly Part[]> =>
  parts.map((inside): Part[] => [
    ['dense', { units: 6 }],
    ['reshape', { targetShape: [2, 3] }],
    ...inside,
    ['flatten', {}],
  ]);
/** Images of four by five pixels and two channels as a layer's input. */
const inImages = (make: string, config: fc.Arbitrary<object>): fc.Arbitrary<readonly Part[]> =>
  config.map((made): Part[] => [
    ['dense', { units: 40 }],
    ['reshape', { targetShape: [4, 5, 2] }],
    [make, made],
    ['flatten', {}],
  ]);
const pair = fc.tuple(fc.constantFrom(1, 2), fc.constantFrom(1, 2));
const padding = fc.constantFrom('valid', 'same');
const even = fc.constantFrom(1, 2);
const convolution = { kernelSize: fc.tuple(even, fc.constantFrom(1, 2, 3)), padding, useBias: fc.boolean() };
const inGlobalPool = (make: string): fc.Arbitrary<readonly Part[]> =>
  inImages(make, fc.constant({})).map((parts) => parts.slice(0, -1));
const pool = fc.record({ poolSize: pair, strides: pair, padding });
const denseLayer = fc.record({ units: fc.integer({ min: 1, max: 12 }), activation, useBias: fc.boolean() });
const layerNormalization = fc
  .tuple(normalization, fc.constantFrom(-1, [1, 2]))
  .map(([config, axis]) => ({ ...config, axis }));

/** Uses of each layer class within a network, one or more per row of the table of layers. */
export const layerUses: Readonly<Record<string, fc.Arbitrary<readonly Part[]>>> = {
  Activation: one('activation', fc.record({ activation })),
  AlphaDropout: one('alphaDropout', rate),
  AveragePooling2D: inImages('averagePooling2d', pool),
  BatchNormalization: fc.oneof(
    inImages('batchNormalization', normalization),
    one('batchNormalization', normalization),
    inRows(one('batchNormalization', normalization)),
  ),
  // tfjs supports either strides or dilation above 1, not both.
  Conv2D: inImages(
    'conv2d',
    fc
      .tuple(
        fc.record({ ...convolution, filters: fc.constantFrom(1, 3), activation }),
        fc.oneof(fc.record({ strides: pair }), fc.record({ dilationRate: even })),
      )
      .map(([config, moves]) => ({ ...config, ...moves })),
  ),
  Cropping2D: inImages(
    'cropping2D',
    fc.constant({
      cropping: [
        [1, 0],
        [2, 1],
      ],
    }),
  ),
  Dense: fc.oneof(one('dense', denseLayer), inRows(one('dense', denseLayer))),
  DepthwiseConv2D: inImages(
    'depthwiseConv2d',
    fc.record({ ...convolution, depthMultiplier: fc.constantFrom(1, 2), activation, strides: even }),
  ),
  Dropout: fc.oneof(
    one('dropout', rate),
    inImages(
      'dropout',
      rate.map(({ rate }) => ({ rate, noiseShape: [null, 1, 1, null] })),
    ),
  ),
  ELU: one('elu', fc.constant({})),
  Flatten: inRows(fc.constant([])),
  GaussianDropout: one('gaussianDropout', rate),
  GaussianNoise: one('gaussianNoise', fc.constant({ stddev: 0.4 })),
  GlobalAveragePooling2D: inGlobalPool('globalAveragePooling2d'),
  GlobalMaxPooling2D: inGlobalPool('globalMaxPooling2d'),
  LayerNormalization: fc.oneof(
    inImages(
      'layerNormalization',
      fc.tuple(normalization, fc.constantFrom(-1, [1, 2, 3])).map(([config, axis]) => ({ ...config, axis })),
    ),
    one('layerNormalization', normalization),
    inRows(one('layerNormalization', layerNormalization)),
  ),
  LeakyReLU: one('leakyReLU', fc.record({ alpha: fc.constantFrom(0.01, 0.3) })),
  MaxPooling2D: fc.oneof(
    inImages('maxPooling2d', pool),
    fc.tuple(activation, pool).map(([activation, config]): Part[] => [
      ['dense', { units: 40 }],
      ['reshape', { targetShape: [4, 5, 2] }],
      ['conv2d', { filters: 3, kernelSize: 2, padding: 'same', activation }],
      ['maxPooling2d', config],
      ['flatten', {}],
    ]),
  ),
  PReLU: fc.oneof(
    one('prelu', fc.constant({})),
    inImages('prelu', fc.constantFrom({}, { sharedAxes: [1, 2] }, { sharedAxes: [3] })),
  ),
  ReLU: one('reLU', fc.constantFrom({}, { maxValue: 6 }, { maxValue: 0.7 })),
  Rescaling: one('rescaling', fc.constant({ scale: 0.5, offset: 0.1 })),
  Reshape: inRows(fc.constantFrom<readonly Part[]>([['reshape', { targetShape: [3, 2] }]])),
  // tfjs drops the depthMultiplier of these layers when it saves a model.
  SeparableConv2D: inImages(
    'separableConv2d',
    fc.record({ ...convolution, filters: fc.constantFrom(1, 3), activation, strides: even }),
  ),
  Softmax: fc.oneof(one('softmax', fc.constant({})), inRows(one('softmax', fc.constant({ axis: -1 })))),
  SpatialDropout1D: inRows(one('spatialDropout1d', rate)),
  UpSampling2D: inImages(
    'upSampling2d',
    fc.record({ size: pair, interpolation: fc.constantFrom('nearest', 'bilinear') }),
  ),
  ZeroPadding2D: inImages(
    'zeroPadding2d',
    fc.constantFrom(
      {},
      {
        padding: [
          [1, 0],
          [2, 1],
        ],
      },
    ),
  ),
};

/** A layer within a network, or several layers that belong together. */
const middle = fc.oneof(...Object.values(layerUses));

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
    // Another temperature would normalise the sigmoids to a sum of 1. If all of them are near 0, that enlarges their
    // rounding errors.
    temperature: fc.constant(1),
  }),
);

/** The layers of a model, for failure messages. */
export interface ModelDescription {
  readonly start: Part;
  readonly middle: readonly (readonly Part[])[];
  readonly end: { readonly layers: readonly Part[]; readonly temperature: number };
  readonly seed: number;
  readonly mean: number;
  readonly standardDeviation: number;
}

/**
 * Classifiers of images of 3 × 4 pixels, with random weights and up to four of the layers that the library can train.
 */
export const modelDescriptions: fc.Arbitrary<ModelDescription> = fc.record({
  start: fc.constantFrom<Part>(
    ['flatten', { inputShape: [3, 4] }],
    ['inputLayer', { inputShape: [12] }],
    ['flatten', { inputShape: [3, 4, 1] }],
  ),
  middle: fc.array(middle, { maxLength: 4 }),
  end,
  seed: fc.integer({ min: 1, max: 1e6 }),
  mean: fc.double({ min: 0, max: 0.8, noNaN: true }),
  standardDeviation: fc.double({ min: 0.2, max: 1, noNaN: true }),
});

/**
 * A description without randomness and dilation, and with scale and shift in normalisations, as tfjs needs for
 * training.
 */
export function trainableInTfjs(description: ModelDescription): ModelDescription {
  const quiet = ([make, config]: Part): Part => [
    make,
    {
      ...config,
      ...('rate' in config && { rate: 0 }),
      ...('stddev' in config && { stddev: 0 }),
      ...('dilationRate' in config && { dilationRate: 1 }),
      ...('center' in config && { scale: true, center: true }),
    },
  ];
  return { ...description, middle: description.middle.map((parts) => parts.map(quiet)) };
}

export function describedModel(description: ModelDescription): ReturnType<typeof tf.sequential> {
  const { start, middle, end, seed, mean, standardDeviation } = description;
  const makers = tf.layers as unknown as Readonly<Record<string, (config: object) => unknown>>;
  const parts = [start, ...middle.flat(), ...end.layers].map(([name, config]) => makers[name]!(config));
  const model = randomModel(parts, seed);
  const { temperature } = end;
  setModelMetadata(model, { imageShape: [3, 4], inputScaling: { mean, standardDeviation }, temperature });
  return model;
}
