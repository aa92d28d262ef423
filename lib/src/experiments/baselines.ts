import type { Dataset } from '../datasets/dataset.js';
import { classCounts } from '../datasets/statistics/class-counts.js';
import { meanImages } from '../datasets/statistics/mean-images.js';
import { evaluate } from '../evaluation/evaluation.js';
import { countRight } from '../evaluation/score-predictions.js';
import { type Interval, wilsonInterval } from '../evaluation/statistics.js';
import { pixelCount } from '../images/image-size.js';
import { createDenseClassifier } from '../models/dense-classifier.js';
import { train as trainModel } from '../training/train.js';
import type { TrainOptions } from '../training/train-options.js';

/** The accuracy of a method. */
export interface AccuracyEntry {
  readonly name: string;
  /** Fraction of correct predictions, 0 to 1. */
  readonly accuracy: number;
  /** 95% interval, if it was computed. Published results have none. */
  readonly interval?: Interval;
  readonly source: 'measured' | 'published';
  /** Conditions of the measurement in a few words. */
  readonly conditions?: string;
  /** Citation of the publication. */
  readonly reference?: string;
}

/**
 * The accuracies of simple methods: the most frequent class, the nearest mean image, and logistic regression (a network
 * without a hidden layer).
 *
 * @param options Training options of the logistic regression.
 * @returns Three entries, in the order above.
 *
 * @example
 * const { train, test } = await loadDataset('mnist');
 * const baselines = await measureBaselines(train, test, { epochs: 5, seed: 1 });
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

/**
 * Predicts the most frequent training class for every image of `images`: the baseline that every model must
 * beat.
 *
 * @example
 * const { train, test } = await loadDataset('mnist');
 * const predictions = predictMajorityClass(train, test);
 */
export function predictMajorityClass(train: Dataset, images: Dataset): Uint8Array {
  const counts = classCounts(train);
  return new Uint8Array(images.count).fill(counts.indexOf(Math.max(...counts)));
}

/**
 * Predicts the class whose mean training image is nearest (Euclidean distance) for every image of `images`: the simplest
 * classifier of pixels.
 *
 * @throws {RangeError} if the images' sizes differ.
 *
 * @example
 * const { train, test, classNames } = await loadDataset('mnist');
 * const report = classificationReport(test.labels, predictNearestCentroid(train, test), classNames);
 */
export function predictNearestCentroid(train: Dataset, images: Dataset): Uint8Array {
  if (train.rows !== images.rows || train.columns !== images.columns) {
    throw new RangeError(
      `Comparing images with means: expected images of ${train.rows} × ${train.columns} pixels but found ${images.rows} × ${images.columns}.`,
    );
  }
  const pixels = pixelCount(train);
  const centroids = meanImages(train);
  const inTraining = classCounts(train).map((count) => count > 0);
  const predictions = new Uint8Array(images.count);
  for (let image = 0; image < images.count; image++) {
    let smallest = Number.POSITIVE_INFINITY;
    for (let classIndex = 0; classIndex < inTraining.length; classIndex++) {
      if (!inTraining[classIndex]) continue;
      let distance = 0;
      for (let pixel = 0; pixel < pixels; pixel++) {
        const difference = images.images[image * pixels + pixel]! - centroids[classIndex * pixels + pixel]!;
        distance += difference * difference;
      }
      if (distance < smallest) {
        smallest = distance;
        predictions[image] = classIndex;
      }
    }
  }
  return predictions;
}
