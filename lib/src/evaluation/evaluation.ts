import type { Sequential } from '@tensorflow/tfjs-node';
import type { Dataset } from '../datasets/dataset.js';
import { predictProbabilities } from '../models/predict-probabilities.js';
import { checkProbabilities } from './check-predictions.js';
import { type ClassificationReport, classificationReport } from './classification-report.js';
import { confusionMatrix } from './confusion-matrix.js';
import { scorePredictions } from './score-predictions.js';
import { type Interval, wilsonInterval } from './statistics.js';

/** A model's predictions and scores on a dataset. */
export interface Evaluation {
  /** Number of images, N. */
  readonly count: number;
  /** Mean negative log-likelihood of the true classes. */
  readonly loss: number;
  /** Fraction of correct predictions, 0 to 1. */
  readonly accuracy: number;
  /** 95% Wilson interval of the accuracy. */
  readonly accuracyInterval: Interval;
  readonly classNames: readonly string[];
  /** True classes, N. */
  readonly labels: Uint8Array;
  /** Predicted classes, N. */
  readonly predictions: Uint8Array;
  /** Predicted probabilities, N × classes, row-major. */
  readonly probabilities: Float32Array;
  /** Numbers of images by true class (row) and predicted class (column). */
  readonly confusionMatrix: number[][];
  readonly report: ClassificationReport;
}

/**
 * Evaluates predictions.
 *
 * @param probabilities N × classes, row-major. At least one image.
 * @param labels N class indices.
 * @throws {RangeError} if the lengths do not match, a label is not a class, or a number is not a probability.
 *
 * @example
 * const probabilities = Float32Array.of(0.9, 0.1, 0.3, 0.7);
 * const { accuracy, loss } = evaluateProbabilities(probabilities, Uint8Array.of(0, 0), ['cat', 'dog']);
 * console.log(accuracy, loss.toFixed(3)); // 0.5 0.655
 */
export function evaluateProbabilities(
  probabilities: Float32Array,
  labels: Uint8Array,
  classNames: readonly string[],
): Evaluation {
  const classCount = checkProbabilities(probabilities, labels);
  if (classCount !== classNames.length) {
    throw new RangeError(
      `Evaluating: expected probabilities for ${classNames.length} classes, as there are names, but found ${classCount}.`,
    );
  }
  const count = labels.length;
  const { loss, accuracy, predictions } = scorePredictions(probabilities, labels);
  const report = classificationReport(labels, predictions, classNames);
  return {
    count,
    loss,
    accuracy,
    accuracyInterval: wilsonInterval(Math.round(accuracy * count), count),
    classNames,
    labels,
    predictions,
    probabilities,
    confusionMatrix: confusionMatrix(labels, predictions, classCount),
    report,
  };
}

/**
 * Evaluates a model on a dataset.
 *
 * @param model Any classifier of images whose classes are the dataset's.
 * @param dataset At least one image, of the model's image size.
 * @throws {RangeError} if the model does not fit the dataset, or diverged in training.
 *
 * @example
 * const { test } = await loadDataset('mnist');
 * const { accuracy, accuracyInterval, confusionMatrix } = evaluate(createDigitModel(), test);
 */
export function evaluate(model: Sequential, dataset: Dataset): Evaluation {
  return evaluateProbabilities(predictProbabilities(model, dataset), dataset.labels, dataset.classNames);
}
