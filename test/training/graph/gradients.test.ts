import type { Sequential } from '@tensorflow/tfjs-node';
import { createDenseClassifier, createRandom, type TrainOptions, tf } from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import { GraphEngine } from '../../../lib/src/training/graph/graph-engine.js';
import { epochRandom } from '../../../lib/src/training/run-epochs.js';
import { learningRates } from '../../../lib/src/training/schedule.js';
import { resolveTrainOptions } from '../../../lib/src/training/train-options.js';
import { trainingNetwork } from '../engines.js';
import { stripes } from '../stripes.js';

/** Trains a model in the graph, one step at a time, on a batch with 5 padding rows. */
function oneStep(model: Sequential, options: TrainOptions = {}, data = stripes(19, 4), batchSize = 24) {
  const settings = resolveTrainOptions({ learningRate: 0.01, ...options, batchSize });
  const rates = learningRates(settings.learningRate, 1, 1);
  const plan = { compiled: false, sliceSteps: 1 };
  const engine = new GraphEngine(model, trainingNetwork(model), data, settings, plan, '');
  /** @returns The sum of the losses. */
  const step = async (seed = settings.seed) => {
    let sum = Number.NaN;
    await engine.trainEpoch({
      ...{ epoch: 1, stepsBefore: 0, steps: 1, rates, signal: undefined },
      random: epochRandom(seed, 1),
      onSteps: (_steps, _images, lossSum) => {
        sum = lossSum;
      },
    });
    return sum;
  };
  return { engine, step, count: data.count };
}

const build = (extra: object = {}) =>
  createDenseClassifier({ imageShape: [6, 6], hiddenUnits: [10, 8], classCount: 3, ...extra });

const { dense } = tf.layers;
const withLayer = (layer: Sequential['layers'][number]) =>
  tf.sequential({
    layers: [
      dense({ units: 10, inputShape: [36], activation: 'tanh' }),
      layer,
      dense({ units: 3, activation: 'softmax' }),
    ],
  });

describe('the gradients of the training graph', () => {
  it.each<[string, Sequential, TrainOptions]>([
    ['Dense with gelu', build({ activation: 'gelu' }), {}],
    ['Dropout', build({ dropoutRate: 0.4, activation: 'tanh' }), {}],
    ['BatchNormalization', build({ batchNormalization: true, activation: 'swish' }), {}],
    ['GaussianNoise', withLayer(tf.layers.gaussianNoise({ stddev: 0.3 })), {}],
    ['GaussianDropout', withLayer(tf.layers.gaussianDropout({ rate: 0.3 })), {}],
    ['AlphaDropout', withLayer(tf.layers.alphaDropout({ rate: 0.3 })), {}],
    ['LayerNormalization', withLayer(tf.layers.layerNormalization()), {}],
    ['label smoothing', build({ activation: 'tanh' }), { labelSmoothing: 0.2 }],
    ['mixup', build({ activation: 'tanh' }), { augmentation: { mixup: 0.5 }, labelSmoothing: 0.1 }],
  ])('match finite differences: %s', async (_name, model, options) => {
    const { engine, step, count } = oneStep(model, options);
    const before = await engine.state();
    const loss = async (name: string, index: number, change: number) => {
      const values = before[name]!.slice();
      values[index]! += change;
      await engine.restore({ ...before, [name]: values });
      return (await step()) / count;
    };
    await engine.restore(before);
    await step();
    const after = await engine.state();
    const random = createRandom(1);
    for (const name of Object.keys(before).filter((one) => `${one}_moment1` in before))
      for (let draw = 0; draw < 6; draw++) {
        const index = random.integer(before[name]!.length);
        // Adam's first moment after one step is a tenth of the gradient.
        const gradient = after[`${name}_moment1`]![index]! / 0.1;
        const difference = ((await loss(name, index, 0.01)) - (await loss(name, index, -0.01))) / 0.02;
        expect(gradient, `${name}[${index}]`).toBeCloseTo(difference, 3);
      }
    engine.close();
  });

  it('are scaled down to the norm of the option clipNorm', async () => {
    const norm = async (options: TrainOptions) => {
      const { engine, step } = oneStep(build(), options);
      await step();
      const squares = Object.entries(await engine.state()).filter(([name]) => name.endsWith('_moment1'));
      engine.close();
      return Math.sqrt(
        squares.reduce((sum, [, values]) => sum + values.reduce((s, v) => s + (v / 0.1) ** 2, 0), 0),
      );
    };
    const whole = await norm({});
    expect(await norm({ clipNorm: whole / 3 })).toBeCloseTo(whole / 3, 4);
    expect(await norm({ clipNorm: whole * 3 })).toBeCloseTo(whole, 4);
  });
});

describe('a training step of the graph', () => {
  it('applies weight decay to weights, but not to biases', async () => {
    const weightDecay = 0.5;
    const changed = async (options: TrainOptions) => {
      const { engine, step } = oneStep(build(), options);
      const before = await engine.state();
      await step();
      const after = await engine.state();
      engine.close();
      return { before, after };
    };
    const plain = await changed({});
    const decayed = await changed({ optimizer: { kind: 'adamw', weightDecay } });
    for (const [name, values] of Object.entries(plain.before).filter(([one]) =>
      /^(kernel|bias)_\d$/.test(one),
    ))
      values.forEach((value, index) => {
        const taken = plain.after[name]![index]! - decayed.after[name]![index]!;
        expect(taken).toBeCloseTo(name.startsWith('kernel') ? 0.01 * weightDecay * value : 0, 6);
      });
  });

  it('updates the moving average of the weights by a larger fraction than 1 − emaDecay at the start', async () => {
    const { engine, step } = oneStep(build(), { emaDecay: 0.999 });
    const before = await engine.state();
    await step();
    const after = await engine.state();
    engine.close();
    after.kernel_0_average!.forEach((value, index) => {
      const wanted = before.kernel_0![index]! + 0.9 * (after.kernel_0![index]! - before.kernel_0![index]!);
      expect(value).toBeCloseTo(wanted, 6);
    });
  });
});

/**
 * The images that a step used with each of the seeds from 0: a linear network's gradient is the image times the same
 * number for every pixel.
 */
async function seenImages(count: number, augmentation: TrainOptions['augmentation']): Promise<string[]> {
  const model = tf.sequential();
  model.add(tf.layers.dense({ units: 3, inputShape: [6], activation: 'softmax' }));
  const images = Uint8Array.of(10, 20, 30, 40, 50, 60);
  const data = {
    images,
    labels: Uint8Array.of(1),
    count: 1,
    rows: 2,
    columns: 3,
    classNames: ['a', 'b', 'c'],
  };
  const { engine, step } = oneStep(model, { augmentation }, data, 1);
  const before = await engine.state();
  const seen: string[] = [];
  for (let seed = 0; seed < count; seed++) {
    await engine.restore(before);
    await step(seed);
    const { kernel_0_moment1, bias_0_moment1 } = await engine.state();
    const image = images.map((_, pixel) =>
      Math.round((255 * kernel_0_moment1![pixel * 3]!) / bias_0_moment1![0]!),
    );
    seen.push(image.join());
  }
  engine.close();
  return seen;
}

describe('augmentation in the training graph', () => {
  it('shifts images by every whole number of pixels in both directions and fills with the background', async () => {
    const found = new Set(await seenImages(80, { shiftPixels: 1 }));
    const wanted = new Set<string>();
    const image = [10, 20, 30, 40, 50, 60];
    for (const down of [-1, 0, 1])
      for (const right of [-1, 0, 1])
        wanted.add(
          image
            .map((_, pixel) => {
              const [row, column] = [Math.floor(pixel / 3) - down, (pixel % 3) - right];
              return row >= 0 && row < 2 && column >= 0 && column < 3 ? image[row * 3 + column] : 0;
            })
            .join(),
        );
    expect(found).toEqual(wanted);
  });

  it('flips about half of the images', async () => {
    const found = await seenImages(40, { horizontalFlip: true });
    expect(new Set(found)).toEqual(new Set(['10,20,30,40,50,60', '30,20,10,60,50,40']));
    const flipped = found.filter((image) => image.startsWith('30')).length;
    expect(flipped).toBeGreaterThan(8);
    expect(flipped).toBeLessThan(32);
  });
});
