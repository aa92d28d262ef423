import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import {
  createDigitModel,
  type Dataset,
  predictProbabilities,
  type TrainOptions,
  tf,
  train,
} from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import { TrainingDivergedError } from '../../lib/src/training/history.js';
import { learningRates } from '../../lib/src/training/schedule.js';
import { readWeights, writeWeights } from '../../lib/src/training/weights.js';
import { tensorsInUse } from '../collect-garbage.js';
import { stripes } from './stripes.js';

const data = stripes(300, 1);
const small = (extra: object = {}) =>
  createDigitModel({ imageShape: [6, 6], hiddenUnits: [16], classCount: 3, seed: 3, ...extra });
/** The entries of this process in the folder for temporary files. */
const temporaryFiles = () =>
  readdirSync(tmpdir()).filter((name) => name.includes(`-${process.pid}-`) && name.endsWith('.tmp'));

describe('train()', () => {
  it('trains with the graph engine and reports epochs, validation metrics and progress', async () => {
    const epochs: number[] = [];
    const seen: string[] = [];
    const model = small({ batchNormalization: true, dropoutRate: 0.2 });
    const validation = stripes(100, 2);
    const history = await train(model, data, {
      epochs: 6,
      batchSize: 32,
      learningRate: { kind: 'oneCycle', peak: 0.02 },
      emaDecay: 0.9,
      validation,
      onEpochEnd: ({ epoch }) => void epochs.push(epoch),
      onProgress: ({ epoch, step, steps, samplesPerSecond, secondsLeft }) => {
        seen.push(`${epoch}:${step}/${steps}`);
        expect(samplesPerSecond).toBeGreaterThan(0);
        expect(secondsLeft).toBeGreaterThanOrEqual(0);
      },
    });
    expect(history).toMatchObject({ engine: 'graph', stoppedBy: 'epochs', seed: 42 });
    expect(epochs).toEqual([1, 2, 3, 4, 5, 6]);
    expect(seen.at(-1)).toBe('6:10/10');
    const last = history.epochs.at(-1)!;
    expect(last.validationAccuracy).toBeGreaterThan(0.95);
    // The validation in the graph uses averaged weights and batch norm in evaluation mode, as the model now does.
    const probabilities = predictProbabilities(model, validation);
    const loss = validation.labels.reduce(
      (sum, label, row) => sum - Math.log(probabilities[row * 3 + label]!),
      0,
    );
    expect(loss / validation.count).toBeCloseTo(last.validationLoss!, 5);
  });

  it('trains a model that begins with dropout', async () => {
    const model = tf.sequential();
    model.add(tf.layers.dropout({ rate: 0.2, inputShape: [36] }));
    model.add(tf.layers.dense({ units: 16, activation: 'relu' }));
    model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));
    const history = await train(model, data, { epochs: 4, batchSize: 32, learningRate: 0.01 });
    expect(history.engine).toBe('graph');
    expect(history.epochs.at(-1)!.accuracy).toBeGreaterThan(0.8);
  });

  it('runs all epochs for a model without weights', async () => {
    const model = tf.sequential();
    model.add(tf.layers.flatten({ inputShape: [1, 3] }));
    model.add(tf.layers.activation({ activation: 'softmax' }));
    const three = { ...data, images: data.images.slice(0, 900), rows: 1, columns: 3 };
    const { engine, epochs } = await train(model, three, { epochs: 2 });
    expect([engine, epochs.length]).toEqual(['graph', 2]);
  });

  it('gives exactly the same weights for the same seed, and other weights for another seed', async () => {
    const weights = async (seed: number) => {
      const model = small({ dropoutRate: 0.3 });
      await train(model, data, {
        epochs: 2,
        batchSize: 32,
        seed,
        augmentation: { shiftPixels: 1, mixup: 0.2 },
      });
      return readWeights(model);
    };
    const first = await weights(7);
    expect(await weights(7)).toEqual(first);
    expect(await weights(8)).not.toEqual(first);
  });

  it('restores the weights of the best epoch when it stops early', async () => {
    const model = small();
    const seen: Float32Array[][] = [];
    const options: TrainOptions = {
      epochs: 40,
      batchSize: 32,
      learningRate: 0.3,
      validation: stripes(60, 5),
    };
    const history = await train(model, data, {
      ...options,
      earlyStopping: { patience: 2 },
      onEpochEnd: () => void seen.push(readWeights(model)),
    });
    expect(history.stoppedBy).toBe('earlyStopping');
    expect(history.epochs).toHaveLength(history.bestEpoch + 2);
    const losses = history.epochs.map(({ validationLoss }) => validationLoss!);
    expect(losses[history.bestEpoch - 1]).toBe(Math.min(...losses));
    expect(readWeights(model)).toEqual(seen[history.bestEpoch - 1]);
  });

  it('trains models that the graph engine does not support through LayersModel.fit, and reports the reason', async () => {
    const model = tf.sequential();
    model.add(tf.layers.reshape({ targetShape: [6, 6], inputShape: [36] }));
    model.add(tf.layers.lstm({ units: 4 }));
    model.add(tf.layers.dense({ units: 3, activation: 'softmax', kernelRegularizer: 'l1l2' }));
    const history = await train(model, data, { epochs: 1 });
    expect(history.engine).toBe('layers');
    expect(history.engineReason).toMatch(/its layer "lstm_\w+" is of class LSTM/);
    await expect(train(model, data, { epochs: 1, emaDecay: 0.9 })).rejects.toThrow(
      /emaDecay needs the training graph, but its layer/,
    );
    await expect(train(model, data, { engine: 'graph' })).rejects.toThrow(
      /engine 'graph' was requested, but/,
    );
  });

  it('ends soon after an abort without blocking the event loop, and keeps the weights so far', async () => {
    const controller = new AbortController();
    const model = small({ hiddenUnits: [512, 256] });
    const before = readWeights(model);
    let reportsAfterwards = 0;
    const history = await train(model, data, {
      epochs: 1000,
      batchSize: 10,
      signal: controller.signal,
      onEpochEnd: ({ epoch }) => {
        if (epoch === 2) setTimeout(() => controller.abort(), 50);
      },
      onProgress: () => {
        if (controller.signal.aborted) reportsAfterwards++;
      },
    });
    expect(reportsAfterwards).toBe(0);
    expect(history.stoppedBy).toBe('aborted');
    expect(history.epochs.length).toBeGreaterThan(1);
    expect(readWeights(model)).not.toEqual(before);
  });

  it('reports the step and learning rate at which training diverged, and keeps the last finite weights', async () => {
    const model = small();
    const seen: Float32Array[][] = [];
    // One step per epoch, so that some epochs are finite before the loss overflows.
    const rate = { kind: 'cosine', peak: 4e18, warmupEpochs: 18 } as const;
    const failure = await train(model, data, {
      epochs: 20,
      batchSize: 300,
      learningRate: rate,
      onEpochEnd: () => void seen.push(readWeights(model)),
    }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TrainingDivergedError);
    const { step, epoch, learningRate, message } = failure as TrainingDivergedError;
    expect(step).toBe(epoch);
    expect(learningRate).toBe(learningRates({ ...rate, final: 0 }, 20, 1)[step - 1]);
    expect(message).toContain(`at step ${step} (epoch ${epoch})`);
    const weights = readWeights(model);
    expect(weights.flatMap((values) => [...values]).every(Number.isFinite)).toBe(true);
    expect(seen.length).toBeGreaterThan(0);
    expect(weights).toEqual(seen.at(-1));
    // Without a callback, weights are written to the model only at the end.
    const other = small();
    const again = train(other, data, { epochs: 20, batchSize: 300, learningRate: rate });
    await expect(again).rejects.toThrow(message);
    expect(readWeights(other)).toEqual(weights);
  });

  it('leaves no tensor and no temporary file behind after an error in a callback', async () => {
    await train(small(), data, { epochs: 1 });
    const model = small();
    const [tensors, files] = [await tensorsInUse(), temporaryFiles()];
    const onEpochEnd = () => {
      throw new Error('from the callback');
    };
    await expect(train(model, data, { epochs: 2, onEpochEnd })).rejects.toThrow('from the callback');
    expect(tf.memory().numTensors).toBe(tensors);
    expect(temporaryFiles()).toEqual(files);
  });
});

const wrong: [string, Partial<Dataset>, TrainOptions, RegExp][] = [
  [
    'an empty dataset',
    { images: new Uint8Array(), labels: new Uint8Array(), count: 0 },
    {},
    /dataset is empty/,
  ],
  [
    'a label out of range',
    { labels: new Uint8Array(300).fill(3) },
    {},
    /labels from 0 to 2.*found 3 at image 0/,
  ],
  [
    'images of another size than the model’s input',
    { rows: 6, columns: 5, images: new Uint8Array(9000) },
    {},
    /takes 36 numbers.*6 × 5/,
  ],
  [
    'fewer pixels than the dataset’s size requires',
    { images: new Uint8Array(5) },
    {},
    /10800 pixels and 300 labels, but has 5 pixels/,
  ],
  ['a batch size larger than the dataset', {}, { batchSize: 301 }, /number of images, 300, but found 301/],
  ['an unknown option', {}, { epoch: 3 } as TrainOptions, /unknown option "epoch"/],
  [
    'an unknown augmentation',
    {},
    { augmentation: { rotate: 3 } as object },
    /unknown option "augmentation.rotate"/,
  ],
  ['a number of epochs of 0', {}, { epochs: 0 }, /epochs to be a whole number of 1 or more but found 0/],
  [
    'a schedule whose warm-up takes all epochs',
    {},
    { epochs: 2, learningRate: { kind: 'cosine', peak: 1, warmupEpochs: 2 } },
    /2 epochs, but found 2/,
  ],
  ['a learning rate of 0', {}, { learningRate: 0 }, /greater than 0 but found 0/],
  ['an unknown schedule', {}, { learningRate: { kind: 'step' } as never }, /constant, cosine or oneCycle/],
  [
    'weight decay outside the optimizer',
    {},
    { weightDecay: 0.1 } as object,
    /belongs to optimizer: { kind: 'adamw', weightDecay: … }/,
  ],
  [
    'weight decay with Adam',
    {},
    { optimizer: { kind: 'adam', weightDecay: 0.1 } } as object,
    /unknown option "optimizer.weightDecay"/,
  ],
  ['a shift as wide as the image', {}, { augmentation: { shiftPixels: 6 } }, /smaller side, 6, but found 6/],
  [
    'early stopping on a validation metric without validation data',
    {},
    { earlyStopping: { patience: 1, monitor: 'validationLoss' } },
    /no validation data/,
  ],
];

describe('train() rejects', () => {
  it.each(wrong)('%s', async (_name, change, options, message) => {
    await expect(train(small(), { ...data, ...change } as Dataset, options)).rejects.toThrow(message);
  });

  it.each(['auto', 'layers', 'graph'] as const)(
    'a model with a single output, in the engine %s',
    async (engine) => {
      const dense = tf.layers.dense({ units: 1, activation: 'softmax', inputShape: [36] });
      const options = engine === 'auto' ? {} : { engine };
      const one = { ...data, labels: new Uint8Array(data.count), classNames: ['stripe'] };
      await expect(train(tf.sequential({ layers: [dense] }), one, { ...options, epochs: 1 })).rejects.toThrow(
        'Training: expected a model with an output for each class, at least 2, but found 1. For two classes end it',
      );
    },
  );

  it('weights that are not finite', async () => {
    const model = small();
    const weights = readWeights(model);
    weights[0]![5] = Number.NaN;
    writeWeights(model, weights);
    await expect(train(model, data)).rejects.toThrow(/found NaN in \S*kernel, at index 5/);
  });
});
