import type { Sequential } from '@tensorflow/tfjs-node';
import type { Dataset } from '../datasets/dataset.js';
import { inputLength, outputLength } from '../models/shapes.js';
import { chosenAugmentations } from './augmentations/augmentation-table.js';
import type { TrainSettings } from './train-options.js';
import { checkWeights } from './weights.js';

/**
 * Finds what would make training fail or mean nothing, before it starts.
 *
 * @throws {RangeError} if a dataset is empty, inconsistent, or does not fit the model, the batch is larger than the
 *   data, the model has fewer than two outputs, or a weight of it is not finite.
 */
export function checkTraining(model: Sequential, dataset: Dataset, settings: TrainSettings): void {
  if (outputLength(model) < 2)
    throw new RangeError(
      `Training: expected a model with an output for each class, at least 2, but found ${outputLength(model)}. For two ` +
        'classes end it with a dense layer of 2 units and a softmax.',
    );
  checkDataset(model, dataset, 'training');
  if (settings.validation) checkDataset(model, settings.validation, 'validation');
  if (settings.batchSize > dataset.count)
    throw new RangeError(
      `Training: expected batchSize to be at most the number of images, ${dataset.count}, but found ` +
        `${settings.batchSize}. Choose a smaller batch.`,
    );
  for (const { name, augmentation, chosen } of chosenAugmentations(settings.augmentation)) {
    const wanted = augmentation.obstacle?.(chosen, dataset);
    if (wanted !== undefined)
      throw new RangeError(`Training: expected augmentation.${name} to be ${wanted} but found ${chosen}.`);
  }
  checkWeights(model);
}

function checkDataset(model: Sequential, dataset: Dataset, use: string): void {
  const { images, labels, count, rows, columns } = dataset;
  if (count === 0) throw new RangeError(`Training: the ${use} dataset is empty; expected at least 1 image.`);
  if (images.length !== count * rows * columns || labels.length !== count)
    throw new RangeError(
      `Training: the ${use} dataset says it has ${count} images of ${rows} × ${columns}, ` +
        `${count * rows * columns} pixels and ${count} labels, but holds ${images.length} pixels and ` +
        `${labels.length} labels.`,
    );
  if (rows * columns !== inputLength(model))
    throw new RangeError(
      `Training: the first layer takes ${inputLength(model)} numbers but the ${use} images are ${rows} × ${columns}, ` +
        `${rows * columns} pixels. Create the model with imageShape [${rows}, ${columns}].`,
    );
  const classCount = outputLength(model);
  const wrong = labels.findIndex((label) => label >= classCount);
  if (wrong >= 0)
    throw new RangeError(
      `Training: expected ${use} labels from 0 to ${classCount - 1}, as the model has ${classCount} classes, but ` +
        `found ${labels[wrong]} at image ${wrong}.`,
    );
}
