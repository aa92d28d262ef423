import { tf } from 'mnist-lab';

type Model = ReturnType<typeof tf.sequential>;
type Layer = Model['layers'][number];

/** Except for the flat layout, rows and columns differ, so that tests notice if the two are confused. */
const [rows, columns] = [6, 4];
const pixels = rows * columns;

/** Slope of the logit over the brightness. The probability is one half at half of the brightness range. */
const steepness = 8;

/**
 * The correct prediction: the probability of the second class, which is bright (grey images) or red (colour
 * images).
 */
export const wantedProbability = (brightness: number) => 1 / (1 + Math.exp(-steepness * (brightness - 0.5)));

/**
 * Input shapes, and the numbers that determine the class: all of a grey image, or the red ones of a colour
 * image.
 */
export const layouts = {
  flat: { shape: [25], channels: 1, isRed: () => true },
  'grey without channel': { shape: [rows, columns], channels: 1, isRed: () => true },
  'grey, channels last': { shape: [rows, columns, 1], channels: 1, isRed: () => true },
  'grey, channels first': { shape: [1, rows, columns], channels: 1, isRed: () => true },
  'colour, channels last': { shape: [rows, columns, 3], channels: 3, isRed: (at: number) => at % 3 === 0 },
  'colour, channels first': { shape: [3, rows, columns], channels: 3, isRed: (at: number) => at < pixels },
} as const;
export type Layout = keyof typeof layouts;

/** Layers that scale an input of the given `range` to numbers from `low` to `high`. */
export const scalings = {
  none: { range: '0..1', layers: () => [], low: 0, high: 1, source: 'assumed' },
  'rescaling to 0..1': {
    range: '0..255',
    layers: () => [rescaling(1 / 255, 0)],
    low: 0,
    high: 1,
    source: 'layers',
  },
  'rescaling to -1..1': {
    range: '0..255',
    layers: () => [rescaling(1 / 127.5, -1)],
    low: -1,
    high: 1,
    source: 'layers',
  },
  'rescaling of 0..1': {
    range: '0..1',
    layers: () => [rescaling(2, -1)],
    low: -1,
    high: 1,
    source: 'layers',
  },
  'batch normalisation of 0..255': {
    range: '0..255',
    layers: () => [normalization(120, 70)],
    low: -120 / 70,
    high: 135 / 70,
    source: 'layers',
  },
  'batch normalisation of -1..1': {
    range: '-1..1',
    layers: () => [normalization(-0.4, 0.7)],
    low: -0.6 / 0.7,
    high: 1.4 / 0.7,
    source: 'layers',
  },
} as const;
export type Scaling = keyof typeof scalings;

/** The last layers of a model, which convert the evidence for the second class to outputs. */
export const ends = {
  softmax: { kind: 'probabilities', layers: (of: Evidence) => [pair(of, 'softmax')] },
  'softmax layer': { kind: 'probabilities', layers: (of: Evidence) => [pair(of), tf.layers.softmax()] },
  'softmax activation': {
    kind: 'probabilities',
    layers: (of: Evidence) => [pair(of), tf.layers.activation({ activation: 'softmax' })],
  },
  'softmax and dropout': {
    kind: 'probabilities',
    layers: (of: Evidence) => [pair(of, 'softmax'), tf.layers.dropout({ rate: 0.5 })],
  },
  logits: { kind: 'logits', layers: (of: Evidence) => [pair(of)] },
  'logits and dropout': {
    kind: 'logits',
    layers: (of: Evidence) => [pair(of), tf.layers.dropout({ rate: 0.5 })],
  },
  'a sigmoid for each class': { kind: 'sigmoid', layers: (of: Evidence) => [pair(of, 'sigmoid')] },
  'one sigmoid': { kind: 'sigmoid', layers: (of: Evidence) => [single(of, 'sigmoid')] },
  'one sigmoid layer': {
    kind: 'sigmoid',
    layers: (of: Evidence) => [single(of), tf.layers.activation({ activation: 'sigmoid' })],
  },
  'one sigmoid and a linear activation': {
    kind: 'sigmoid',
    layers: (of: Evidence) => [single(of, 'sigmoid'), tf.layers.activation({ activation: 'linear' })],
  },
  'softmax and a reshape': {
    kind: 'probabilities',
    layers: (of: Evidence) => [pair(of, 'softmax'), tf.layers.reshape({ targetShape: [2] })],
  },
  'one logit': { kind: 'logits', layers: (of: Evidence) => [single(of)] },
  'softmax in a nested model': {
    kind: 'probabilities',
    layers: (of: Evidence) => [inner(of, pair(of, 'softmax'))],
  },
  'logits in a nested model': { kind: 'logits', layers: (of: Evidence) => [inner(of, pair(of))] },
  'a sigmoid in a nested model': {
    kind: 'sigmoid',
    layers: (of: Evidence) => [inner(of, single(of, 'sigmoid'))],
  },
} as const;
export type End = keyof typeof ends;

interface Evidence {
  readonly weights: readonly number[];
  readonly bias: number;
}

/** A model made by tfjs alone, correct by construction: see `wantedProbability`. */
export function madeElsewhere(layout: Layout, scaling: Scaling, end: End): Model {
  const { shape, isRed } = layouts[layout];
  const { low, high, layers } = scalings[scaling];
  const size = shape.reduce<number>((product, length) => product * length, 1);
  const counting = size / layouts[layout].channels;
  const slope = steepness / (counting * (high - low));
  const evidence = {
    weights: Array.from({ length: size }, (_, at) => (isRed(at) ? slope : 0)),
    bias: -slope * counting * low - steepness / 2,
  };
  const model = tf.sequential();
  model.add(tf.layers.inputLayer({ inputShape: [...shape] }));
  for (const layer of layers()) model.add(layer);
  if (shape.length > 1) model.add(tf.layers.flatten());
  for (const layer of ends[end].layers(evidence)) model.add(layer);
  return model;
}

function rescaling(scale: number, offset: number): Layer {
  return tf.layers.rescaling({ scale, offset });
}

function normalization(mean: number, deviation: number): Layer {
  const constant = (value: number) => tf.initializers.constant({ value });
  return tf.layers.batchNormalization({
    ...{ center: false, scale: false, epsilon: 1e-9 },
    movingMeanInitializer: constant(mean),
    movingVarianceInitializer: constant(deviation ** 2),
  });
}

type Activation = 'softmax' | 'sigmoid' | 'linear';

function dense(
  activation: Activation,
  kernel: readonly (readonly number[])[],
  biases: readonly number[],
): Layer {
  const weights = [tf.tensor2d(kernel as number[][]), tf.tensor1d([...biases])];
  return tf.layers.dense({ units: biases.length, activation, weights });
}

/** A unit for each class. Their logits differ by the evidence, so their softmax is the correct prediction. */
function pair({ weights, bias }: Evidence, activation: Activation = 'linear'): Layer {
  return dense(
    activation,
    weights.map((weight) => [-weight / 2, weight / 2]),
    [-bias / 2, bias / 2],
  );
}

function single({ weights, bias }: Evidence, activation: Activation = 'linear'): Layer {
  return dense(
    activation,
    weights.map((weight) => [weight]),
    [bias],
  );
}

function inner({ weights }: Evidence, last: Layer): Layer {
  const model = tf.sequential();
  model.add(tf.layers.inputLayer({ inputShape: [weights.length] }));
  model.add(last);
  return model as unknown as Layer;
}

/**
 * Images from dark to bright. In colour images, only red determines the class, and green and blue are the
 * opposite of red.
 */
export function brightnessImages(layout: Layout, count = 8) {
  const { channels } = layouts[layout];
  const size = layout === 'flat' ? { rows: 5, columns: 5 } : { rows, columns };
  const levels = Array.from({ length: count }, (_, index) => Math.round((255 * index) / (count - 1)));
  const images = Uint8Array.from(
    levels.flatMap((level) =>
      Array.from({ length: size.rows * size.columns * channels }, (_, at) =>
        at % channels === 0 ? level : 255 - level,
      ),
    ),
  );
  return { ...size, images, brightness: levels.map((level) => level / 255) };
}
