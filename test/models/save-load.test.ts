import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createDenseClassifier,
  createFashionModel,
  createRandom,
  loadModel,
  modelMetadata,
  predictProbabilities,
  saveModel,
} from 'mnist-lab';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const random = createRandom(1);
const images = Uint8Array.from({ length: 20 * 784 }, () => random.integer(256));

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mnist-lab-test-'));
});
afterEach(() => rm(directory, { recursive: true }));

describe('saveModel() and loadModel()', () => {
  it('preserve the probabilities bit for bit, and the metadata', async () => {
    const model = createDenseClassifier({
      hiddenUnits: [32, 16],
      activation: 'gelu',
      batchNormalization: true,
      dropoutRate: 0.3,
      inputScaling: { mean: 0.3, standardDeviation: 0.35 },
      classNames: Array.from({ length: 10 }, (_, index) => `class ${index}`),
    });
    await saveModel(model, directory, {
      temperature: 1.3,
      trainedWith: { epochs: 3 },
      test: { accuracy: 0.9, loss: 0.3 },
    });
    const loaded = await loadModel(directory);
    expect(predictProbabilities(loaded, images)).toEqual(predictProbabilities(model, images));
    expect(modelMetadata(loaded)).toEqual(modelMetadata(model));
    expect(modelMetadata(loaded)).toMatchObject({ temperature: 1.3, test: { accuracy: 0.9 } });
  });

  it('replace an existing model, of which only the weights are kept', async () => {
    await saveModel(createFashionModel({ seed: 1 }), directory);
    const second = createFashionModel({ seed: 2 });
    await saveModel(second, directory);
    const files = await readdir(directory);
    expect(files).toHaveLength(3);
    expect(files).toContain('model.json');
    expect(predictProbabilities(await loadModel(directory), images)).toEqual(
      predictProbabilities(second, images),
    );
  });
});

it('loadModel() rejects a folder without a model, a file that is not JSON, and truncated weights', async () => {
  await expect(loadModel(directory)).rejects.toThrow(/no readable model.json was found/);
  await writeFile(join(directory, 'model.json'), '{');
  await expect(loadModel(directory)).rejects.toThrow(/not valid JSON/);
  await saveModel(createFashionModel(), directory);
  const json = JSON.parse(await readFile(join(directory, 'model.json'), 'utf8'));
  await truncate(join(directory, json.weightsManifest[0].paths[0]), 100);
  await expect(loadModel(directory)).rejects.toThrow(/bytes of weights but found 100/);
});
