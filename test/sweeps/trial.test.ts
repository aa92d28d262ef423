import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadModel } from 'mnist-lab';
import { expect, test, vi } from 'vitest';
import { defaultCacheDirectory } from '../../lib/src/datasets/dataset-files.js';
import { packTrainingImages, readPackedImages } from '../../lib/src/sweeps/sweep-data.js';
import { runTrial, trialImages } from '../../lib/src/sweeps/trial.js';
import { temporaryFolder } from '../temporary-folder.js';
import { stripes } from '../training/stripes.js';

const values = { hiddenUnits: [8], epochs: 4, batchSize: 50, learningRate: 0.01, validationSize: 100 };

function packed(folder: string): string {
  const file = path.join(folder, 'images');
  writeFileSync(file, packTrainingImages(stripes(600, 1)));
  return file;
}

test('the images of a trial are loaded even if the files of the test images are missing', async () => {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, 'mnist'));
  for (const name of ['train-images-idx3-ubyte', 'train-labels-idx1-ubyte'])
    symlinkSync(path.join(defaultCacheDirectory(), 'mnist', name), path.join(folder, 'mnist', name));
  vi.stubEnv('MNIST_LAB_DATA', '');
  const images = await trialImages({ name: 'mnist', directory: folder, cacheDirectory: temporaryFolder() });
  expect(images.count).toBe(60_000);
  vi.unstubAllEnvs();
});

test('the images that a trial receives are equal to the original ones', async () => {
  expect(await readPackedImages(packed(temporaryFolder()))).toEqual(
    expect.objectContaining({ count: 600, rows: 6, columns: 6, classNames: ['left', 'middle', 'right'] }),
  );
  const { images, labels } = await readPackedImages(packed(temporaryFolder()));
  expect([
    Buffer.compare(images, stripes(600, 1).images),
    Buffer.compare(labels, stripes(600, 1).labels),
  ]).toEqual([0, 0]);
});

test('the second attempt of a trial resumes the first one, and ends with the weights of an uninterrupted trial', async () => {
  const folder = temporaryFolder();
  const dataset = { name: 'stripes', file: packed(folder) };
  const whole = path.join(folder, 'whole');
  await runTrial({ dataset, values, seed: 3, folder: whole }, () => undefined);
  const halves = path.join(folder, 'halves');
  const lost = new Error('lost');
  const first = runTrial({ dataset, values, seed: 3, folder: halves }, ({ epoch }) => {
    if (epoch === 2) throw lost;
  });
  await expect(first).rejects.toBe(lost);
  const trained: number[] = [];
  const history = await runTrial({ dataset, values, seed: 3, folder: halves }, ({ epoch }) =>
    trained.push(epoch),
  );
  expect(trained).toEqual([3, 4]);
  expect(history.epochs).toHaveLength(4);
  const weights = async (of: string) =>
    (await loadModel(path.join(of, 'model'))).getWeights().map((each) => Array.from(each.dataSync()));
  expect(await weights(halves)).toEqual(await weights(whole));
});
