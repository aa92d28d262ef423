import type { ImageSize } from '../images/image-size.js';
import { type OutlierNetwork, outlierScore, unpackedNetwork } from './outlier-network.js';

/** A detector of images that are out of distribution, fitted by `fitOodDetector`. */
export interface OodDetector {
  /** For each class, the mean centred log-probabilities of the images predicted as that class. */
  readonly classMeans: readonly (readonly number[])[];
  /** Inverse covariance matrix of the log-probabilities around the class means. All classes share it. */
  readonly precision: readonly (readonly number[])[];
  /** Largest distance at which an image still counts as in distribution. */
  readonly threshold: number;
  /** Fraction of the validation images above the threshold, which would be flagged wrongly. */
  readonly falsePositiveRate: number;
  /**
   * A network, in detectors for characters and garments only. If there is one and the pixels are given, it
   * decides. Otherwise, the distance decides.
   */
  readonly network?: OutlierNetwork;
}

/**
 * The out-of-distribution score of an image. It is above 1 if the image is out of distribution.
 *
 * @param probabilities One image's probability of each class.
 * @param temperature Temperature that was applied to the probabilities.
 * @param image The image, 0 to 255, row-major. Without it, the score depends on the probabilities alone.
 */
export function relativeOodScore(
  probabilities: ArrayLike<number>,
  detector: OodDetector,
  temperature: number,
  image?: { readonly size: ImageSize; readonly pixels: ArrayLike<number> },
): number {
  const { network, threshold } = detector;
  if (!network || !image) return oodScore(probabilities, detector, temperature) / threshold;
  const all = Array.from(probabilities);
  const classIndex = all.indexOf(Math.max(...all));
  const { pixels, size } = image;
  // An image of only zeros has no features, and is out of distribution.
  if (!Array.prototype.some.call(pixels, (pixel) => pixel > 0)) return Number.POSITIVE_INFINITY;
  const score = outlierScore(unpackedNetwork(network, probabilities.length), pixels, size, classIndex);
  // The odds that the image is an outlier, divided by the odds at the threshold.
  return Math.exp(score - network.threshold);
}

/**
 * The distance of a prediction from those for images in distribution: the squared Mahalanobis distance of its
 * log-probabilities from the mean of the predicted class.
 *
 * @param probabilities One image's probability of each class.
 * @param temperature Temperature that was applied to the probabilities.
 * @see Lee et al. 2018, "A Simple Unified Framework for Detecting Out-of-Distribution Samples".
 */
export function oodScore(
  probabilities: ArrayLike<number>,
  { classMeans, precision }: Pick<OodDetector, 'classMeans' | 'precision'>,
  temperature: number,
): number {
  const answer = centredLogProbabilities(probabilities, temperature);
  const mean = classMeans[answer.indexOf(Math.max(...answer))]!;
  const difference = answer.map((value, index) => value - mean[index]!);
  let distance = 0;
  for (const [row, value] of difference.entries()) {
    for (const [column, other] of difference.entries()) distance += value * precision[row]![column]! * other;
  }
  return distance;
}

/**
 * The logits, computed from the probabilities. The probabilities determine them only up to a constant, so they
 * are shifted to mean 0.
 */
export function centredLogProbabilities(probabilities: ArrayLike<number>, temperature: number): number[] {
  // Probabilities too small for 32 bits are stored as 0.
  const logits = Array.from(probabilities, (value) => temperature * Math.log(Math.max(value, 1e-38)));
  const mean = logits.reduce((sum, value) => sum + value, 0) / logits.length;
  return logits.map((value) => value - mean);
}
