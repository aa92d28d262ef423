import type { Dataset } from '../datasets/dataset.js';
import { evaluate } from '../evaluation/evaluation.js';
import { countRight } from '../evaluation/score-predictions.js';
import { type Interval, wilsonInterval } from '../evaluation/statistics.js';
import { createDenseClassifier } from '../models/dense-classifier.js';
import { train as trainModel } from '../training/train.js';
import type { TrainOptions } from '../training/train-options.js';
import { predictMajorityClass, predictNearestCentroid } from './baselines.js';

/** The accuracy of one way to classify. */
export interface AccuracyEntry {
  readonly name: string;
  /** Share of right predictions, 0 to 1. */
  readonly accuracy: number;
  /** Of 95 %, where the accuracy was measured here and not read in a publication. */
  readonly interval?: Interval;
  readonly source: 'measured' | 'published';
  /** What was used to get there, in a few words, where it was published. */
  readonly conditions?: string;
  /** Where it was published. */
  readonly reference?: string;
}

/**
 * Measures what simple methods reach on the same images: the most frequent class, the nearest mean image, and
 * logistic regression (a network without a hidden layer).
 *
 * @param train Images to learn from.
 * @param test Images to be judged by.
 * @param options How to train the logistic regression. Augmentation and averaging are its own as well.
 * @returns Three entries, worst method first.
 *
 * @example
 * ```ts
 * const { train, test } = await loadDataset('mnist');
 * const baselines = await measureBaselines(train, test, { epochs: 5, seed: 1 });
 * ```
 */
export async function measureBaselines(
  train: Dataset,
  test: Dataset,
  options: TrainOptions = {},
): Promise<AccuracyEntry[]> {
  const model = createDenseClassifier({
    hiddenUnits: [],
    classNames: train.classNames,
    imageShape: [train.rows, train.columns],
    seed: options.seed ?? 42,
  });
  try {
    await trainModel(model, train, options);
    return [
      measured('most frequent class', test, predictMajorityClass(train, test)),
      measured('nearest mean image', test, predictNearestCentroid(train, test)),
      measured('logistic regression', test, evaluate(model, test).predictions),
    ];
  } finally {
    model.dispose();
  }
}

function measured(name: string, { labels, count }: Dataset, predictions: Uint8Array): AccuracyEntry {
  const right = countRight(predictions, labels);
  return { name, accuracy: right / count, interval: wilsonInterval(right, count), source: 'measured' };
}
