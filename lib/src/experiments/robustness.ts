import type { Sequential } from '@tensorflow/tfjs-node';
import type { Dataset } from '../datasets/dataset.js';
import { scorePredictions } from '../evaluation/score-predictions.js';
import { mean } from '../evaluation/statistics.js';
import { predictProbabilities } from '../models/predict-probabilities.js';
import type { Corruption } from './corruptions.js';

/** The accuracy of a model on changed images. */
export interface RobustnessResult {
  /** Name of the corruption. */
  readonly name: string;
  /** Mean over all variants of the corruption, 0 to 1. */
  readonly accuracy: number;
}

/**
 * Measures a model's accuracy on images that were shifted, rotated or changed in another way.
 *
 * @param dataset Images that the model was not trained on.
 * @returns One result per corruption, in the same order.
 * @throws {RangeError} if the images do not fit the model.
 *
 * @example
 * const dataset = await loadDataset('mnist');
 * const model = createDigitModel();
 * await train(model, dataset.train, { epochs: 1 });
 * const results = measureRobustness(model, dataset.test, digits.corruptions);
 */
export function measureRobustness(
  model: Sequential,
  dataset: Dataset,
  corruptions: readonly Corruption[],
): RobustnessResult[] {
  return corruptions.map(({ name, variants }) => ({
    name,
    accuracy: mean(variants.map((apply) => accuracyOf(model, apply(dataset)))),
  }));
}

function accuracyOf(model: Sequential, dataset: Dataset): number {
  return scorePredictions(predictProbabilities(model, dataset), dataset.labels).accuracy;
}
