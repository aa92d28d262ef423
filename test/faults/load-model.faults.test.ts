import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { loadModel, modelMetadata, predictProbabilities, saveModel, tf } from 'mnist-lab';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import {
  type ModelJson,
  modelJson,
  replaceWeights,
  rewrite,
  storeSmallModel,
  weightsFile,
} from '../models/stored-model.js';
import { temporaryFolder } from '../temporary-folder.js';

const images = Uint8Array.from({ length: 5 * 9 }, (_, index) => (index * 37) % 256);
const largestGrowth = 300e6;

let folder: string;
let whole: { json: string; weights: Buffer; weightsFile: string };
let probabilities: Float32Array;
let metadata: unknown;
let memory: number;

beforeAll(async () => {
  await loadOnce();
  memory = process.memoryUsage().rss;
});

beforeEach(async () => {
  folder = temporaryFolder();
  await storeSmallModel(folder);
  const file = weightsFile(folder);
  whole = {
    json: readFileSync(path.join(folder, 'model.json'), 'utf8'),
    weights: readFileSync(file),
    weightsFile: file,
  };
  const model = await loadModel(folder);
  probabilities = predictProbabilities(model, images);
  metadata = modelMetadata(model);
  model.dispose();
});

async function loadOnce(): Promise<void> {
  const { mkdtempSync, rmSync } = await import('node:fs');
  const once = mkdtempSync(path.join((await import('node:os')).tmpdir(), 'mnist-lab-test-'));
  await storeSmallModel(once);
  (await loadModel(once)).dispose();
  rmSync(once, { recursive: true });
}

function restore(): void {
  writeFileSync(path.join(folder, 'model.json'), whole.json);
  writeFileSync(whole.weightsFile, whole.weights);
}

/** Loads what is in the folder: an error must be a documented one. @returns whether a model came back. */
async function loadOrRefuse(check: (model: Awaited<ReturnType<typeof loadModel>>) => void): Promise<void> {
  const before = tf.memory().numTensors;
  let model: Awaited<ReturnType<typeof loadModel>> | undefined;
  try {
    model = await loadModel(folder);
  } catch (error) {
    const { message } = error as Error;
    if (!message.startsWith(`Loading a model from "${folder}": `)) throw error;
    expect(message).toMatch(/\. Save (the model again|one there|it with).{0,80}\.$/);
  }
  if (model) check(model);
  model?.dispose();
  expect(tf.memory().numTensors).toBe(before);
  expect(process.memoryUsage().rss - memory).toBeLessThan(largestGrowth);
}

const isTheSame = (model: Awaited<ReturnType<typeof loadModel>>) => {
  expect(predictProbabilities(model, images)).toEqual(probabilities);
  expect(modelMetadata(model)).toEqual(metadata);
};

/** What happens to bytes: bits flip, pieces vanish, double, become zeros or something else. */
const damage = fc.record({
  kind: fc.constantFrom('flip', 'remove', 'double', 'zero', 'replace', 'cut', 'append'),
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  length: fc.integer({ min: 1, max: 40 }),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
  bit: fc.integer({ min: 0, max: 7 }),
});

function damaged(
  bytes: Buffer,
  { kind, at, length, bytes: others, bit }: typeof damage extends fc.Arbitrary<infer D> ? D : never,
): Buffer {
  const start = Math.floor(at * bytes.length);
  const [head, piece, tail] = [
    bytes.subarray(0, start),
    bytes.subarray(start, start + length),
    bytes.subarray(start + length),
  ];
  if (kind === 'remove') return Buffer.concat([head, tail]);
  if (kind === 'double') return Buffer.concat([head, piece, piece, tail]);
  if (kind === 'zero') return Buffer.concat([head, Buffer.alloc(piece.length), tail]);
  if (kind === 'replace') return Buffer.concat([head, others, tail]);
  if (kind === 'cut') return Buffer.from(head);
  if (kind === 'append') return Buffer.concat([bytes, others]);
  const copy = Buffer.from(bytes);
  copy[start]! ^= 1 << bit;
  return copy;
}

test('of 20,000 damaged model.json each is refused or gives the same model', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
      restore();
      writeFileSync(path.join(folder, 'model.json'), damages.reduce(damaged, Buffer.from(whole.json)));
      await loadOrRefuse(isTheSame);
    }),
    { numRuns: 20_000 },
  );
}, 600_000);

test('of 10,000 damaged files of weights each is refused or gives the same model', async () => {
  restore();
  await fc.assert(
    fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
      writeFileSync(whole.weightsFile, damages.reduce(damaged, whole.weights));
      await loadOrRefuse(isTheSame);
    }),
    { numRuns: 10_000 },
  );
}, 600_000);

test('of 5,000 weights without a sum each is refused or gives numbers', async () => {
  await fc.assert(
    fc.asyncProperty(damage, async (one) => {
      restore();
      replaceWeights(folder, damaged(whole.weights, one));
      await loadOrRefuse((model) => {
        for (const weight of model.getWeights())
          expect(weight.dataSync().every((value) => Number.isFinite(value))).toBe(true);
      });
    }),
    { numRuns: 5_000 },
  );
}, 600_000);

/** A value that has no business there. */
const strange = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    -1,
    0,
    1.6,
    1e9,
    2 ** 53,
    -0.5,
    'abc',
    '',
    [],
    {},
    true,
    '../../etc/passwd',
    '__proto__',
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

/** Places in a JSON value, each as the way to it. */
function placesIn(value: unknown, way: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [way];
  const inside = Object.entries(value).flatMap(([key, each]) => placesIn(each, [...way, key]));
  return way.length > 0 ? [way, ...inside] : inside;
}

function put(target: object, way: readonly string[], value: unknown): void {
  const last = way.at(-1)!;
  let holder = target as Record<string, unknown>;
  for (const key of way.slice(0, -1)) {
    const next = holder[key];
    if (typeof next !== 'object' || next === null) return; // Replaced by an earlier change.
    holder = next as Record<string, unknown>;
  }
  if (value === undefined) delete holder[last];
  else holder[last] = value;
}

const layers = {
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

type RNN = ReturnType<typeof tf.layers.rnn>;

test.each(Object.entries(layers))(
  'of 10,000 models for %s with strange values and right sums each is refused or gives valid numbers',
  async (_, make) => {
    if (make().length > 0) {
      const model = tf.sequential({ layers: make() });
      await saveModel(model, folder);
      model.dispose();
      whole = {
        ...whole,
        json: readFileSync(path.join(folder, 'model.json'), 'utf8'),
        weightsFile: weightsFile(folder),
        weights: readFileSync(weightsFile(folder)),
      };
    }
    const { sha256, ...fields } = modelJson(folder);
    const places = placesIn(fields);
    const change = fc.tuple(fc.constantFrom(...places), fc.oneof(strange, fc.constant(undefined)));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 2 }), async (changes) => {
        restore();
        rewrite(folder, (model: ModelJson) => {
          for (const [way, value] of changes) put(model, way, value);
        });
        await loadOrRefuse((model) => {
          const { classNames, imageShape } = modelMetadata(model);
          expect(classNames.every((name) => typeof name === 'string')).toBe(true);
          const pixels = new Uint8Array(imageShape[0] * imageShape[1]);
          expect(predictProbabilities(model, pixels)).toHaveLength(classNames.length);
        });
      }),
      { numRuns: 10_000 },
    );
  },
  600_000,
);
