import { loadModel, predictProbabilities, saveModel, train } from 'mnist-lab';
import { expect, test } from 'vitest';
import { modelsOfLayers, specialModels } from '../models/every-layer.js';
import { smallDataset } from '../small-dataset.js';
import { temporaryFolder } from '../temporary-folder.js';

/** Layers for which tfjs has no gradient, and models that are not classifiers. */
const untrainable = ['conv3dTranspose', 'batch normalization without scale', 'a single output'];
const trainable = Object.entries({ ...modelsOfLayers, ...specialModels }).filter(
  ([name]) => !untrainable.includes(name),
);

test.each(trainable)('train() trains a loaded model with %s', async (_, make) => {
  const folder = temporaryFolder();
  const made = make();
  await saveModel(made, folder);
  made.dispose();
  const model = await loadModel(folder);
  const dataset = smallDataset({ count: 12, rows: 4, columns: 4 });
  const before = predictProbabilities(model, dataset);
  const { epochs } = await train(model, dataset, { epochs: 1, batchSize: 4, learningRate: 0.01 });
  expect(Number.isFinite(epochs[0]!.loss)).toBe(true);
  expect(predictProbabilities(model, dataset)).not.toEqual(before);
  model.dispose();
});
