import { mkdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  calibrateModel,
  classifyImage,
  createDenseClassifier,
  type Dataset,
  decodeImage,
  evaluate,
  exportInferenceModule,
  exportTfjsModel,
  loadDataset,
  loadModel,
  preprocessImage,
  saveModel,
  train,
} from 'mnist-lab';
import { recordResults } from 'mnist-lab/notebook';
import { idxBytes } from '../datasets/idx-bytes.js';
import { strokePicture } from '../images/stroke.js';
import { stripes } from '../training/stripes.js';

/** Writes a dataset folder of gzipped idx files. */
function writeDataset(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [part, count] of [
    ['train', 300],
    ['t10k', 60],
  ] as const) {
    const { images, labels } = stripes(count, count);
    const pixels = idxBytes(8, [count, 6, 6], images);
    writeFileSync(path.join(folder, `${part}-images-idx3-ubyte.gz`), gzipSync(pixels));
    writeFileSync(path.join(folder, `${part}-labels-idx1-ubyte.gz`), gzipSync(idxBytes(8, [count], labels)));
  }
}

/** Trains, aborts, resumes, diverges, and fails with invalid options. */
async function trainAll(data: Dataset, validation: Dataset, checkpoint: string, round: number) {
  const engine = round % 2 === 0 ? 'graph' : 'layers';
  const model = createDenseClassifier({ imageShape: [6, 6], hiddenUnits: [16], classCount: 3, seed: round });
  const options = { engine, batchSize: 30, epochs: 4, validation, learningRate: 0.01 } as const;
  const stop = new AbortController();
  const directory = path.join(checkpoint, engine);
  await train(model, data, {
    ...options,
    checkpoint: { directory },
    signal: stop.signal,
    onEpochEnd: ({ epoch }) => {
      if (epoch === 2) stop.abort();
    },
  });
  const again = createDenseClassifier({ imageShape: [6, 6], hiddenUnits: [16], classCount: 3, seed: round });
  await train(again, data, { ...options, checkpoint: { directory, resume: true } });
  await train(again, data, { ...options, learningRate: 1e30, epochs: 1 }).catch(() => {});
  await train(again, data, { ...options, epochs: -1 }).catch(() => {});
  model.dispose();
  return again;
}

/** Uses most parts of the library once. No tensor, file or handle may be left over. */
export async function oneRound(folder: string, round: number): Promise<void> {
  const dataFolder = path.join(folder, 'data');
  if (round === 0) writeDataset(dataFolder);
  const { train: all, test } = await loadDataset(dataFolder);
  const model = await trainAll(all, test, path.join(folder, 'checkpoints'), round);
  calibrateModel(model, test);
  const { accuracy, loss } = evaluate(model, test);
  await saveModel(model, path.join(folder, 'model'), { test: { accuracy, loss } });
  await Promise.all([
    saveModel(model, path.join(folder, 'other')),
    saveModel(model, path.join(folder, 'other')),
  ]);
  await exportInferenceModule(model, path.join(folder, 'network.ts'));
  await exportTfjsModel(model, path.join(folder, 'browser'));
  process.env.MNIST_LAB_BUILD = folder;
  const result = { testAccuracy: accuracy, testLoss: loss, trainSeconds: 1, epochs: 4 };
  recordResults('stripes', { ...result, parameters: model.countParams(), seed: round });
  model.dispose();

  const loaded = await loadModel(path.join(folder, 'model'));
  const file = await strokePicture(100 + (round % 50))
    .png()
    .toBuffer();
  const picture = await decodeImage(file);
  preprocessImage(loaded, picture);
  classifyImage(loaded, picture);
  await decodeImage(file.subarray(0, 200)).catch(() => {});
  loaded.dispose();
  const json = await readFile(path.join(folder, 'model', 'model.json'));
  writeFileSync(path.join(folder, 'other', 'model.json'), json.subarray(0, 100 + round));
  await loadModel(path.join(folder, 'other')).catch(() => {});
  // This model is not disposed, so that garbage collection has to free it.
  await loadModel(path.join(folder, 'model'));
}
