import { checkProbabilities } from './check-predictions.js';
import { logLosses, predictedClasses } from './score-predictions.js';

/** An image with its loss and the model's prediction. */
export interface TopLoss {
  /** Position of the image in its dataset. */
  readonly index: number;
  /** True class. */
  readonly label: number;
  /** Predicted class, and its probability, 0 to 1. */
  readonly prediction: number;
  readonly probability: number;
  /** Negative log-likelihood of the true class. */
  readonly loss: number;
}

/**
 * The images with the highest losses, whose true classes got the lowest probabilities.
 *
 * @param probabilities N × classes, row-major.
 * @param labels N class indices.
 * @param limit Maximum number of images.
 * @returns The largest loss first. Ties are ordered by index.
 * @throws {RangeError} if the lengths do not match, a label is not a class, or a number is not a probability.
 *
 * @example
 * const [worst] = topLosses([0.9, 0.1, 0.3, 0.7], [0, 0], 1);
 * console.log(worst?.index, worst?.prediction, worst?.label); // 1 1 0
 */
export function topLosses(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  limit: number,
): TopLoss[] {
  const classCount = checkProbabilities(probabilities, labels);
  const losses = logLosses(probabilities, labels);
  const predictions = predictedClasses(probabilities, classCount);
  const order = Array.from(losses.keys()).sort((left, right) => losses[right]! - losses[left]!);
  return order.slice(0, limit).map((index) => ({
    index,
    label: labels[index]!,
    prediction: predictions[index]!,
    probability: probabilities[index * classCount + predictions[index]!]!,
    loss: losses[index]!,
  }));
}
