import type { Sequential } from '@tensorflow/tfjs-node';
import type { Dataset } from '../datasets/dataset.js';
import { predictProbabilities } from '../models/predict-probabilities.js';
import { type Evaluation, evaluateProbabilities } from './evaluation.js';

/**
 * Lets a model classify a dataset and tells how well it did.
 *
 * @param model Any classifier of images whose classes are the dataset's.
 * @param dataset At least one image, of the size the model takes.
 * @throws {RangeError} if the model does not fit the dataset, or its output is no probability because its
 *   training diverged.
 *
 * @example
 * ```ts
 * const { test } = await loadDataset('mnist');
 * const { accuracy, accuracyInterval, confusionMatrix } = evaluate(createDigitModel(), test);
 * ```
 */
export function evaluate(model: Sequential, dataset: Dataset): Evaluation {
  return evaluateProbabilities(predictProbabilities(model, dataset), dataset.labels, dataset.classNames);
}
