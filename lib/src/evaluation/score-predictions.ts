import { logLosses } from './log-losses.js';
import { predictedClasses } from './predicted-classes.js';

/** How good predictions are: the loss and the accuracy that training reports and `evaluate` gives. */
export interface PredictionScores {
  /** Mean negative log-likelihood of the true classes. */
  readonly loss: number;
  /** Part of the images whose class was predicted, 0 to 1. */
  readonly accuracy: number;
  /** Predicted classes, N. */
  readonly predictions: Uint8Array;
}

/**
 * Scores predictions against labels.
 *
 * @param probabilities N × classes, row-major.
 * @param labels N class indices, at least one.
 */
export function scorePredictions(probabilities: Float32Array, labels: Uint8Array): PredictionScores {
  const count = labels.length;
  const predictions = predictedClasses(probabilities, probabilities.length / count);
  const right = predictions.reduce((sum, found, image) => sum + Number(found === labels[image]), 0);
  const loss = logLosses(probabilities, labels).reduce((sum, each) => sum + each, 0) / count;
  return { loss, accuracy: right / count, predictions };
}
