import { createDigitModel, type Dataset, type EpochRecord, tf, train } from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import { readWeights } from '../../lib/src/training/weights.js';
import { tensorsInUse } from '../collect-garbage.js';
import { stripes } from './stripes.js';

const small = () =>
  createDigitModel({ imageShape: [6, 6], hiddenUnits: [16], dropoutRate: 0.2, classCount: 3, seed: 3 });
const data: Dataset = stripes(300, 1);
const layers = { engine: 'layers', batchSize: 32, learningRate: 0.01 } as const;

describe("train() with engine 'layers'", () => {
  it('reduces the loss, and reports each epoch and its progress', async () => {
    const epochs: EpochRecord[] = [];
    let steps = 0;
    const validation = stripes(100, 2);
    const history = await train(small(), data, {
      ...layers,
      epochs: 4,
      validation,
      onEpochEnd: (record) => void epochs.push(record),
      onProgress: (progress) => {
        steps = Math.max(steps, progress.step);
      },
    });
    expect(history.engine).toBe('layers');
    expect(history.epochs).toEqual(epochs);
    expect(history.epochs.at(-1)!.validationAccuracy).toBeGreaterThan(0.95);
    expect(history.epochs.at(-1)!.loss).toBeLessThan(history.epochs[0]!.loss);
    expect(steps).toBe(10);
  });

  it('gives the same weights for the same seed', async () => {
    const weights = async (seed: number) => {
      const model = small();
      await train(model, data, { ...layers, epochs: 2, seed });
      return readWeights(model);
    };
    expect(await weights(7)).toEqual(await weights(7));
    expect(await weights(7)).not.toEqual(await weights(8));
  });

  it('restores the weights of the best epoch when it stops early', async () => {
    const model = small();
    const seen: Float32Array[][] = [];
    const history = await train(model, data, {
      ...layers,
      learningRate: 0.3,
      epochs: 30,
      validation: stripes(60, 5),
      earlyStopping: { patience: 2 },
      onEpochEnd: () => void seen.push(readWeights(model)),
    });
    expect(history.stoppedBy).toBe('earlyStopping');
    expect(history.epochs).toHaveLength(history.bestEpoch + 2);
    expect(readWeights(model)).toEqual(seen[history.bestEpoch - 1]);
  });

  it('stops on an abort signal and leaks no tensor', async () => {
    const model = small();
    await train(model, data, { ...layers, epochs: 1 });
    const before = await tensorsInUse();
    const controller = new AbortController();
    const history = await train(model, data, {
      ...layers,
      epochs: 100,
      signal: controller.signal,
      onEpochEnd: ({ epoch }) => {
        if (epoch === 2) controller.abort();
      },
    });
    expect(history.stoppedBy).toBe('aborted');
    expect(history.epochs).toHaveLength(2);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('keeps the model’s compile settings, and leaks no tensor after dispose()', async () => {
    const before = await tensorsInUse();
    const model = small();
    const { optimizer } = model;
    await train(model, data, { ...layers, epochs: 2 });
    expect(model.optimizer).toBe(optimizer);
    const [images, targets] = [tf.zeros([8, 36]), tf.ones([8, 3])];
    await model.fit(images, targets, { epochs: 1, verbose: 0 });
    tf.dispose([images, targets]);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('rejects the optimizer adamw, which only the graph supports', async () => {
    await expect(train(small(), data, { ...layers, optimizer: 'adamw' })).rejects.toThrow(
      /needs the training graph/,
    );
  });
});
