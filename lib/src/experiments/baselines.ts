import type { Dataset } from '../datasets/dataset.js';
import { classCounts } from '../datasets/statistics/class-counts.js';
import { meanImages } from '../datasets/statistics/mean-images.js';
import { pixelCount } from '../images/image-size.js';

/**
 * Predicts for every image the class that is the most frequent in training: what a model must beat to have
 * learned anything.
 *
 * @returns The predicted class of each image of `images`.
 *
 * @example
 * ```ts
 * const { train, test } = await loadDataset('mnist');
 * const predictions = predictMajorityClass(train, test);
 * ```
 */
export function predictMajorityClass(train: Dataset, images: Dataset): Uint8Array {
  const counts = classCounts(train);
  return new Uint8Array(images.count).fill(counts.indexOf(Math.max(...counts)));
}

/**
 * Predicts for every image the class whose mean training image is nearest (Euclidean distance): the simplest
 * classifier that looks at the pixels.
 *
 * @returns The predicted class of each image of `images`.
 * @throws {RangeError} if the images' sizes differ.
 *
 * @example
 * ```ts
 * const { train, test, classNames } = await loadDataset('mnist');
 * const report = classificationReport(test.labels, predictNearestCentroid(train, test), classNames);
 * ```
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
