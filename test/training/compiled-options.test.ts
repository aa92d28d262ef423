import { createConvolutionalModel, createDigitModel, type TrainOptions, tf, train } from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import { optimizers } from '../../lib/src/training/optimizers/optimizer-table.js';
import { prepareTraining } from '../../lib/src/training/train.js';
import { resolveTrainOptions } from '../../lib/src/training/train-options.js';
import { readWeights } from '../../lib/src/training/weights.js';
import { stripes } from './stripes.js';

const data = stripes(96, 1);
type Compilation = Parameters<ReturnType<typeof createDigitModel>['compile']>[0];

/** A network of which only the compilation differs, with a softmax or with logits. */
function network(compilation: Partial<Compilation> = {}, activation: 'softmax' | 'linear' = 'softmax') {
  const model = tf.sequential();
  const kernelInitializer = tf.initializers.glorotUniform({ seed: 5 });
  model.add(tf.layers.dense({ units: 3, inputShape: [36], activation, kernelInitializer }));
  model.compile({ optimizer: 'adam', loss: 'categoricalCrossentropy', ...compilation });
  return model;
}

/** The optimizer and rate that training uses. */
function chosen(model: ReturnType<typeof network>, options: TrainOptions = {}) {
  const { optimizer, learningRate } = prepareTraining(model, data, options).settings;
  return { optimizer, learningRate };
}

function asOptions(options: TrainOptions) {
  const { optimizer, learningRate } = resolveTrainOptions(options);
  return { optimizer, learningRate };
}

const { adam, sgd, momentum, rmsprop } = tf.train;

/** A compiled optimizer, and the options that mean the same. */
const equal: readonly (readonly [string, Compilation['optimizer'], TrainOptions])[] = [
  ["'adam'", 'adam', {}],
  ["'sgd'", 'sgd', { optimizer: 'sgd', learningRate: 0.01 }],
  ["'rmsprop'", 'rmsprop', { optimizer: 'rmsprop' }],
  ['adam(0.02)', adam(0.02), { learningRate: 0.02 }],
  [
    'adam(0.02, 0.8, 0.9, 0.001)',
    adam(0.02, 0.8, 0.9, 0.001),
    { optimizer: { kind: 'adam', beta1: 0.8, beta2: 0.9, epsilon: 0.001 }, learningRate: 0.02 },
  ],
  ['sgd(0.1)', sgd(0.1), { optimizer: 'sgd', learningRate: 0.1 }],
  [
    'momentum(0.1, 0.9)',
    momentum(0.1, 0.9),
    { optimizer: { kind: 'sgd', momentum: 0.9 }, learningRate: 0.1 },
  ],
  [
    'momentum(0.1, 0.9, true)',
    momentum(0.1, 0.9, true),
    { optimizer: { kind: 'sgd', momentum: 0.9, nesterov: true }, learningRate: 0.1 },
  ],
  [
    'rmsprop(0.1, 0.8, 0.5, 0.01)',
    rmsprop(0.1, 0.8, 0.5, 0.01),
    { optimizer: { kind: 'rmsprop', rho: 0.8, momentum: 0.5, epsilon: 0.01 }, learningRate: 0.1 },
  ],
];

describe.each(equal)('a model compiled with %s', (_, optimizer, options) => {
  it('is trained with this optimizer and its learning rate by default', () => {
    expect(chosen(network({ optimizer }))).toEqual(asOptions(options));
  });

  it('is trained with this optimizer but the learning rate in the options, if they name one', () => {
    const learningRate = { kind: 'oneCycle', peak: 0.5 } as const;
    expect(chosen(network({ optimizer }), { learningRate })).toEqual(asOptions({ ...options, learningRate }));
  });

  it.each(Object.keys(optimizers))('is trained with the optimizer %s if the options name it', (kind) => {
    const given = { optimizer: kind } as TrainOptions;
    expect(chosen(network({ optimizer }), given)).toEqual(asOptions(given));
  });

  it('is trained with this optimizer if the options are undefined', () => {
    const absent = { optimizer: undefined, learningRate: undefined };
    expect(chosen(network({ optimizer }), absent as TrainOptions)).toEqual(asOptions(options));
  });
});

describe.each(['graph', 'layers'] as const)('the engine %s', (engine) => {
  it('gives the same weights with an optimizer from compile() as with the same one in the options', async () => {
    const common = { engine, epochs: 2, batchSize: 32 };
    const compiled = network({ optimizer: momentum(0.1, 0.9) });
    const history = await train(compiled, data, common);
    const optioned = network();
    const options: TrainOptions = { optimizer: { kind: 'sgd', momentum: 0.9 }, learningRate: 0.1 };
    const wanted = await train(optioned, data, { ...common, ...options });
    expect(readWeights(compiled)).toEqual(readWeights(optioned));
    expect(history.optimizer).toEqual({ kind: 'sgd', momentum: 0.9, nesterov: false, weightDecay: 0 });
    expect(wanted.optimizer).toEqual(history.optimizer);
    expect(history.epochs[0]!.learningRate).toBeCloseTo(0.1);
  });
});

describe('the networks that the library creates', () => {
  const networks = {
    dense: createDigitModel({ imageShape: [6, 6], classCount: 3 }),
    convolutional: createConvolutionalModel({ imageShape: [6, 6], classCount: 3, filters: [2] }),
  };
  it.each(Object.entries(networks))('(%s) are compiled with the default optimizer of train()', (_, model) => {
    expect(chosen(model)).toEqual(asOptions({}));
  });
});

describe('a model compiled with an optimizer that train() does not support', () => {
  class Own extends tf.SGDOptimizer {}
  it.each([
    ['AdagradOptimizer', tf.train.adagrad(0.1)],
    ['AdadeltaOptimizer', tf.train.adadelta()],
    ['AdamaxOptimizer', tf.train.adamax()],
    ['RMSPropOptimizer .*"centered":true', rmsprop(0.1, 0.9, 0, 1e-7, true)],
    ['Own', new Own(0.1)],
  ])('(%s) is rejected, unless the options name another optimizer', (name, optimizer) => {
    const model = network({ optimizer });
    expect(() => chosen(model, { learningRate: 0.1 })).toThrow(
      new RegExp(`no optimizer equals .* ${name}.*Compile it with Adam, SGD, Momentum or RMSProp, or name`),
    );
    expect(chosen(model, { optimizer: 'adam' })).toEqual(asOptions({}));
  });
});

it('a model compiled with an optimizer whose learning rate is out of range is rejected', () => {
  expect(() => chosen(network({ optimizer: sgd(-1) }))).toThrow(/learningRate .* found -1/);
});

describe('a model compiled with the loss', () => {
  const own = (wanted: ReturnType<typeof tf.scalar>) => wanted;
  it.each([
    ['meanSquaredError', 'meanSquaredError'],
    ['binaryCrossentropy', ['binaryCrossentropy']],
    ['kullbackLeiblerDivergence', 'kullbackLeiblerDivergence'],
    ['the function own', own],
    ['the function softmaxCrossEntropy', tf.losses.softmaxCrossEntropy],
  ] as [string, Compilation['loss']][])(
    '%s is rejected, even if the options name an optimizer',
    async (name, loss) => {
      const wanted = new RegExp(`the loss categoricalCrossentropy but found ${name}.*fit\\(\\)`);
      const model = network({ loss });
      await expect(train(model, data)).rejects.toThrow(wanted);
      await expect(train(model, data, { optimizer: 'adam' })).rejects.toThrow(wanted);
    },
  );

  it.each([
    ['categoricalCrossentropy', 'categoricalCrossentropy', 'softmax'],
    ['sparseCategoricalCrossentropy', 'sparseCategoricalCrossentropy', 'softmax'],
    ['categoricalCrossentropy in a list', ['categoricalCrossentropy'], 'softmax'],
    ['tf.metrics.categoricalCrossentropy', tf.metrics.categoricalCrossentropy, 'softmax'],
    ['tf.losses.softmaxCrossEntropy of logits', tf.losses.softmaxCrossEntropy, 'linear'],
  ] as [string, Compilation['loss'], 'softmax' | 'linear'][])('%s is accepted', (_, loss, activation) => {
    expect(chosen(network({ loss }, activation))).toEqual(asOptions({}));
  });
});
