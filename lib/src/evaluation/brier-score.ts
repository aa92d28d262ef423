import { checkProbabilities } from './check-predictions.js';

/**
 * Computes the Brier score of probabilities: the mean squared distance between each row and the one-hot row
 * of its label. It rewards being right and being honest about how sure one is.
 *
 * @param probabilities N × classes, row-major.
 * @param labels N class indices.
 * @returns From 0 (certain and right) to 2 (certain and wrong), as in the paper, summed over classes.
 * @throws {RangeError} if the lengths do not fit or a number is no probability.
 *
 * Source: Brier, "Verification of forecasts expressed in terms of probability", 1950.
 *
 * @example
 * ```ts
 * const probabilities = [0.8, 0.2, 0.4, 0.6];
 * console.log(brierScore(probabilities, [0, 1]).toFixed(2)); // 0.20
 * ```
 */
export function brierScore(probabilities: ArrayLike<number>, labels: ArrayLike<number>): number {
  const classCount = checkProbabilities(probabilities, labels);
  let sum = 0;
  for (let index = 0; index < probabilities.length; index++) {
    const wanted = labels[Math.floor(index / classCount)] === index % classCount ? 1 : 0;
    sum += (probabilities[index]! - wanted) ** 2;
  }
  return sum / labels.length;
}
