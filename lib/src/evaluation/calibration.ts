import { checkProbabilities } from './check-predictions.js';
import { predictedClasses } from './score-predictions.js';

/** Predictions whose confidence, the probability of the predicted class, is above `lower` and at most `upper`. */
export interface ReliabilityBin {
  readonly lower: number;
  readonly upper: number;
  /** Number of predictions. */
  readonly count: number;
  /** Mean probability of the predicted classes, or NaN in an empty bin. */
  readonly confidence: number;
  /** Fraction of correct predictions, or NaN in an empty bin. */
  readonly accuracy: number;
}

/** How well probabilities match observed frequencies. */
export interface Calibration {
  /** Mean distance between confidence and accuracy of the bins, weighted by their predictions, 0 to 1. */
  readonly expectedCalibrationError: number;
  /** Bins of equal width from 0 to 1. */
  readonly bins: readonly ReliabilityBin[];
}

/**
 * Measures whether predictions with a probability of 90% are correct nine times out of ten.
 *
 * @param probabilities N × classes, row-major.
 * @param labels N class indices.
 * @param binCount Defaults to 15, as in the literature.
 * @throws {RangeError} if the lengths do not match, a label is not a class, a number is not a probability, or
 *   the bin count is not an integer above 0.
 *
 * Source: Guo et al., "On calibration of modern neural networks", 2017, arXiv 1706.04599, equation 3.
 *
 * @example
 * const { train: images, test } = await loadDataset('mnist');
 * const model = createDigitModel({ hiddenUnits: [16] });
 * await train(model, images, { epochs: 1 });
 * const { expectedCalibrationError } = calibrationCurve(predictProbabilities(model, test), test.labels);
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
