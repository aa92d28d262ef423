import { checkProbabilities } from './check-predictions.js';
import { predictedClasses } from './score-predictions.js';

/** Predictions of similar confidence, and how often they were right. */
export interface ReliabilityBin {
  /** The bin holds confidences above `lower` … */
  readonly lower: number;
  /** … up to `upper`. */
  readonly upper: number;
  /** Number of predictions in the bin. */
  readonly count: number;
  /** Mean probability of the predicted classes; NaN in an empty bin. */
  readonly confidence: number;
  /** Share of the predictions that were right; NaN in an empty bin. */
  readonly accuracy: number;
}

/** How far a model's probabilities can be taken at their word. */
export interface Calibration {
  /**
   * Expected calibration error, 0 to 1: mean distance between confidence and accuracy of the bins, each
   * counting as much as it has predictions.
   */
  readonly expectedCalibrationError: number;
  /** Equal-width bins from 0 to 1. */
  readonly bins: readonly ReliabilityBin[];
}

/**
 * Measures whether predictions held for 90 % probable are right nine times out of ten.
 *
 * @param probabilities N × classes, row-major.
 * @param labels N class indices.
 * @param binCount Number of bins. Defaults to 15, as in the literature.
 * @throws {RangeError} if the lengths do not fit, a number is no probability, or the bin count no count.
 *
 * Source: Guo et al., "On calibration of modern neural networks", 2017, arXiv 1706.04599, equation 3.
 *
 * @example
 * ```ts
 * const { train: images, test } = await loadDataset('mnist');
 * const model = createDigitModel({ hiddenUnits: [16] });
 * await train(model, images, { epochs: 1 });
 * const { expectedCalibrationError } = calibrationCurve(predictProbabilities(model, test), test.labels);
 * ```
 */
export function calibrationCurve(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  binCount = 15,
): Calibration {
  const classCount = checkProbabilities(probabilities, labels);
  if (!Number.isInteger(binCount) || binCount < 1) {
    throw new RangeError(
      `Measuring calibration: expected the bin count to be an integer above 0 but found ${binCount}.`,
    );
  }
  const predictions = predictedClasses(probabilities, classCount);
  const counts = new Float64Array(binCount);
  const confidences = new Float64Array(binCount);
  const rights = new Float64Array(binCount);
  for (let image = 0; image < labels.length; image++) {
    const confidence = probabilities[image * classCount + predictions[image]!]!;
    const bin = Math.min(binCount - 1, Math.max(0, Math.ceil(confidence * binCount) - 1));
    counts[bin]!++;
    confidences[bin]! += confidence;
    if (predictions[image] === labels[image]) rights[bin]!++;
  }
  const bins = Array.from(counts, (count, bin) => ({
    lower: bin / binCount,
    upper: (bin + 1) / binCount,
    count,
    confidence: confidences[bin]! / count,
    accuracy: rights[bin]! / count,
  }));
  const gaps = bins.map(({ count, accuracy, confidence }) =>
    count === 0 ? 0 : count * Math.abs(accuracy - confidence),
  );
  const expectedCalibrationError = gaps.reduce((sum, gap) => sum + gap, 0) / labels.length;
  return { expectedCalibrationError, bins };
}
