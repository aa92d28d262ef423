import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
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
import { damage, damaged } from './damage-bytes.js';
import { placesIn, put, strange } from './damage-json.js';
import { faultCases } from './fault-cases.js';
import { layersOfModels } from './layers-of-models.js';
import { tries } from './report/fault-kinds.js';

const jsonCases = faultCases(20_000);
const weightCases = faultCases(10_000);
const unsummedCases = faultCases(5_000);
const strangeCases = faultCases(10_000);

const tried = (cases: number) => ({ timeout: 1_800_000, ...tries('models', cases) });
const images = Uint8Array.from({ length: 5 * 9 }, (_, index) => (index * 37) % 256);
const largestGrowth = 300e6;
const remedy =
  /\. (Save (the model again|one there|it with)|Export (the|a) model|Call its adapt\(\)).{0,80}\.$/;

let folder: string;
let whole: { json: string; weights: Buffer; weightsFile: string };
let probabilities: Float32Array;
let metadata: unknown;
let memory: number;

beforeAll(async () => {
  const once = mkdtempSync(path.join(os.tmpdir(), 'mnist-lab-test-'));
  await storeSmallModel(once);
  (await loadModel(once)).dispose();
  rmSync(once, { recursive: true });
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

function restore(): void {
  writeFileSync(path.join(folder, 'model.json'), whole.json);
  writeFileSync(whole.weightsFile, whole.weights);
}

/** Loads the model and checks it. If the model is rejected, the error must be a documented one. */
async function loadOrRefuse(check: (model: Awaited<ReturnType<typeof loadModel>>) => void): Promise<void> {
  const before = tf.memory().numTensors;
  let model: Awaited<ReturnType<typeof loadModel>> | undefined;
  try {
    model = await loadModel(folder);
  } catch (error) {
    const { message } = error as Error;
    if (!message.startsWith(`Loading a model from "${folder}": `)) throw error;
    expect(message).toMatch(remedy);
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

test(
  `loadModel() rejects each of ${jsonCases} damaged model.json files, or loads the same model`,
  tried(jsonCases),
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
        restore();
        writeFileSync(path.join(folder, 'model.json'), damages.reduce(damaged, Buffer.from(whole.json)));
        await loadOrRefuse(isTheSame);
      }),
      { numRuns: jsonCases },
    );
  },
);

test(
  `loadModel() rejects each of ${weightCases} damaged weight files, or loads the same model`,
  tried(weightCases),
  async () => {
    restore();
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
        writeFileSync(whole.weightsFile, damages.reduce(damaged, whole.weights));
        await loadOrRefuse(isTheSame);
      }),
      { numRuns: weightCases },
    );
  },
);

test(
  `loadModel() rejects or loads each of ${unsummedCases} damaged weight files without a checksum`,
  tried(unsummedCases),
  async () => {
    await fc.assert(
      fc.asyncProperty(damage, async (one) => {
        restore();
        replaceWeights(folder, damaged(whole.weights, one));
        await loadOrRefuse((model) => {
          for (const weight of model.getWeights())
            expect(weight.dataSync().every((value) => Number.isFinite(value))).toBe(true);
        });
      }),
      { numRuns: unsummedCases },
    );
  },
);

test.each(Object.entries(layersOfModels))(
  `loadModel() rejects each of ${strangeCases} models (%s) with random values and valid checksums, or loads one that predicts a number per class`,
  tried(strangeCases),
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
      { numRuns: strangeCases },
    );
  },
);
