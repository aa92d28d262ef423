/**
 * Trains a dense network and a convolutional one on the same images of clothes and compares them.
 *
 *   npx tsx examples/convolution.ts --images 6000 --epochs 5
 */

import { parseArgs } from 'node:util';
import {
  createConvolutionalModel,
  createDenseClassifier,
  evaluate,
  loadDataset,
  shiftImages,
  splitValidation,
  train,
} from 'mnist-lab';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      images: { type: 'string', default: '6000' },
      epochs: { type: 'string', default: '5' },
    },
  });
  const dataset = await loadDataset('fashion-mnist');
  // The split keeps the class proportions, so every class has the same number of images.
  const { validation: images } = splitValidation(dataset.train, { size: Number(values.images), seed: 1 });

  const { classNames } = dataset;
  const models = {
    // Each unit has one weight per pixel: features learned in one place do not help in another.
    dense: createDenseClassifier({ hiddenUnits: [256, 128], classNames }),
    // Each filter slides over the whole image, so the same few weights find a sleeve in any place.
    convolutional: createConvolutionalModel({ filters: [16, 32], hiddenUnits: [64], classNames }),
  };
  for (const [name, model] of Object.entries(models)) {
    const { seconds } = await train(model, images, { epochs: Number(values.epochs), batchSize: 64 });
    const { accuracy } = evaluate(model, dataset.test);
    const shifted = evaluate(model, shiftImages(dataset.test, { right: 2 }));
    console.log(
      `${name}: ${model.countParams()} weights, ${seconds.toFixed(1)} s, test accuracy ${percent(accuracy)}, ` +
        `${percent(shifted.accuracy)} shifted by two pixels`,
    );
  }
}

const percent = (share: number) => `${(100 * share).toFixed(1)}%`;

void main();
