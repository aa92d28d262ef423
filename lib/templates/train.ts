/**
 * Trains a small network on the images in `pictures/`, one folder per class, and saves it with a demo page.
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
    console.log(
      `epoch ${epoch}: ${percent(accuracy)} training accuracy, ${percent(validationAccuracy)} validation accuracy`,
    ),
});

const { accuracy, loss, confusionMatrix } = evaluate(model, dataset.test);
console.log(`Test accuracy: ${percent(accuracy)} of ${dataset.test.count} images.`);
for (const { labelName, predictionName, count } of mostConfusedPairs(confusionMatrix, dataset.classNames, 3))
  console.log(`${labelName} predicted as ${predictionName}: ${count} times`);

await saveModel(model, 'build/models/own-pictures', {
  trainedWith: { dataset: values.pictures, epochs: Number(values.epochs), seed },
  test: { accuracy, loss },
});
const page = await exportDemoPage([{ model, examples: dataset.test }], 'build/own-pictures.html');
console.log(`Open ${page.file} in a browser.`);

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
