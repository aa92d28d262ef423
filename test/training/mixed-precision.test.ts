import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Sequential } from '@tensorflow/tfjs-node';
import {
  createConvolutionalModel,
  createDenseClassifier,
  evaluate,
  loadDataset,
  saveModel,
  splitValidation,
  type TrainOptions,
  tf,
  train,
} from 'mnist-lab';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { productsOf, slownessOf } from '../../lib/src/training/mixed-precision.js';
import { readWeights } from '../../lib/src/training/weights.js';
import { stripes } from './stripes.js';

const folder = mkdtempSync(path.join(tmpdir(), 'mnist-lab-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['flags\t\t: fpu sse2 avx512f avx512_bf16 avx512_fp16\n', 'bfloat16'],
  ['processor : 0\nflags : fpu amx_bf16 amx_tile\nbugs : none\n', 'bfloat16'],
  ['flags : fpu avx2 avx512f avx512bw\n', 'emulated'],
  ['model name : avx512_bf16\nflags : fpu avx2\n', 'emulated'],
  // macOS has no /proc/cpuinfo.
  ['', 'emulated'],
] as const)(
  'with the processor description %j, mixed precision uses products of the kind "%s"',
  (cpuinfo, products) => {
    expect(productsOf('mixed', cpuinfo)).toBe(products);
    expect(productsOf('float32', cpuinfo)).toBe('float32');
    const warning = slownessOf('mixed', cpuinfo);
    if (products === 'bfloat16') expect(warning).toBeUndefined();
    else expect(warning).toMatch(/emulates bfloat16.* takes 1\.1 to 1\.2 times as long/);
    expect(slownessOf('float32', cpuinfo)).toBeUndefined();
  },
);

const shape = { imageShape: [6, 6] as [number, number], classCount: 3 };
const networks: Readonly<Record<string, () => Sequential>> = {
  dense: () =>
    createDenseClassifier({ ...shape, hiddenUnits: [24, 12], batchNormalization: true, dropoutRate: 0.1 }),
  convolutional: () => createConvolutionalModel({ ...shape, filters: [6, 8], hiddenUnits: [12] }),
  'normalised convolutional': () =>
    createConvolutionalModel({ ...shape, filters: [6, 8], hiddenUnits: [], batchNormalization: true }),
};
const options: TrainOptions = { epochs: 4, batchSize: 32, optimizer: 'adamw', emaDecay: 0.9 };

describe.each(Object.entries(networks))('a %s network in mixed precision', (name, create) => {
  const trained = async (own: TrainOptions) => {
    const model = create();
    return { model, history: await train(model, stripes(250, 1), { ...options, ...own }) };
  };

  const told: string[] = [];
  let mixed: Awaited<ReturnType<typeof trained>>;
  beforeAll(async () => {
    mixed = await trained({ precision: 'mixed', onWarning: (message) => void told.push(message) });
  });

  it('has losses that differ from those of float32 training, but by less than 2%', async () => {
    const { history: full } = await trained({});
    expect([full.precision, mixed.history.precision]).toEqual(['float32', 'mixed']);
    expect(mixed.history.engineReason).toMatch(/operation by operation.*, with products .*in bfloat16$/);
    mixed.history.epochs.forEach(({ loss }, epoch) => {
      expect(loss).not.toBe(full.epochs[epoch]!.loss);
      expect(Math.abs(loss / full.epochs[epoch]!.loss - 1)).toBeLessThan(0.02);
    });
  });

  it('has the same weights for the same seed, also after resuming, and cannot be resumed in another precision', async () => {
    const checkpoint = { directory: path.join(folder, `${name}-checkpoint`), resume: true };
    const stop = new AbortController();
    const onEpochEnd = ({ epoch }: { readonly epoch: number }) => {
      if (epoch === 2) stop.abort();
    };
    const broken = await trained({ precision: 'mixed', checkpoint, signal: stop.signal, onEpochEnd });
    expect(broken.history.epochs).toHaveLength(2);
    await expect(trained({ checkpoint })).rejects.toThrow(
      /belongs to another run: precision was mixed and is now float32\. Use the same options/,
    );
    const resumed = await trained({ precision: 'mixed', checkpoint });
    expect(readWeights(resumed.model)).toEqual(readWeights(mixed.model));
  });

  it('has float32 weights, in memory and in its saved file', async () => {
    // If the weights were bfloat16 numbers, their last 16 bits would be 0.
    const words = new Uint32Array(readWeights(mixed.model)[0]!.buffer);
    expect(words.some((word) => (word & 0xffff) !== 0)).toBe(true);
    await saveModel(mixed.model, path.join(folder, name));
    const saved = JSON.parse(readFileSync(path.join(folder, name, 'model.json'), 'utf8'));
    const types = saved.weightsManifest.flatMap(({ weights }: { weights: { dtype: string }[] }) =>
      weights.map(({ dtype }) => dtype),
    );
    expect(new Set(types)).toEqual(new Set(['float32']));
  });

  it('warns once, through the callback and the history, if the processor has to emulate bfloat16', () => {
    const expected = slownessOf('mixed');
    expect(told).toEqual(expected === undefined ? [] : [expected]);
    expect(mixed.history.warnings).toEqual(told);
  });
});

it('a digit network trained in mixed precision reaches an accuracy of 90%', async () => {
  const { train: all, test: images } = await loadDataset('mnist');
  const model = createDenseClassifier({ hiddenUnits: [64] });
  const { validation: some } = splitValidation(all, { size: 5000, seed: 1 });
  await train(model, some, { epochs: 4, batchSize: 64, precision: 'mixed', seed: 1 });
  expect(evaluate(model, images).accuracy).toBeGreaterThan(0.9);
});

it('train() rejects mixed precision for a network that the graph engine does not support', async () => {
  const model = tf.sequential();
  model.add(tf.layers.reshape({ targetShape: [6, 6], inputShape: [36] }));
  model.add(tf.layers.lstm({ units: 4 }));
  model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));
  await expect(train(model, stripes(60, 1), { precision: 'mixed' })).rejects.toThrow(
    /precision 'mixed' needs the training graph, but its layer "lstm_/,
  );
});
