/**
 * Trains a small network on the pictures in `pictures/`, one folder for each class, and saves it with a page to show it
 * pictures on.
 *
 *   npm run train
 *   npm run train -- --pictures ./other-pictures --epochs 100
 */

import { parseArgs } from 'node:util';
import {
  createDenseClassifier,
  evaluate,
  exportDemoPage,
  loadDataset,
  measureInputScaling,
  mostConfusedPairs,
  saveModel,
  splitValidation,
  train,
} from 'mnist-lab';

const { values } = parseArgs({
  options: {
    pictures: { type: 'string', default: 'pictures' },
    epochs: { type: 'string', default: '60' },
  },
});
const imageShape = [28, 28] as const;
const seed = 1;

const dataset = await loadDataset(values.pictures, { imageShape, seed });
const parts = splitValidation(dataset.train, { size: 0.2, seed });
const model = createDenseClassifier({
  name: 'own-pictures',
  classNames: dataset.classNames,
  imageShape,
  hiddenUnits: [128, 64],
  dropoutRate: 0.2,
  inputScaling: measureInputScaling(parts.train.images),
  seed,
});
await train(model, parts.train, {
  epochs: Number(values.epochs),
  batchSize: Math.min(32, parts.train.count),
  augmentation: { shiftPixels: 2 },
  validation: parts.validation,
  seed,
  onEpochEnd: ({ epoch, accuracy, validationAccuracy = 0 }) =>
    console.log(`epoch ${epoch}: ${percent(accuracy)} in training, ${percent(validationAccuracy)} held back`),
});

const { accuracy, loss, confusionMatrix } = evaluate(model, dataset.test);
console.log(`Right on ${percent(accuracy)} of ${dataset.test.count} test pictures.`);
for (const { labelName, predictionName, count } of mostConfusedPairs(confusionMatrix, dataset.classNames, 3))
  console.log(`${labelName} taken for ${predictionName}: ${count} times`);

await saveModel(model, 'build/models/own-pictures', {
  trainedWith: { dataset: values.pictures, epochs: Number(values.epochs), seed },
  test: { accuracy, loss },
});
const page = await exportDemoPage([{ model, examples: dataset.test }], 'build/own-pictures.html');
console.log(`Open ${page.file} in a browser.`);

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
