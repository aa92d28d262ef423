import { checkProbabilities } from './check-predictions.js';

/**
 * The Brier score (1950) of probabilities: the mean squared distance between each row and the one-hot row of its label. It
 * rewards correct and well-calibrated probabilities.
 *
 * @param probabilities N × classes, row-major.
 * @param labels N class indices.
 * @returns The score, summed over classes: from 0 (certain and correct) to 2 (certain and wrong).
 * @throws {RangeError} if the lengths do not match, a label is not a class, or a number is not a probability.
 *
 * @example
 * const probabilities = [0.8, 0.2, 0.4, 0.6];
 * console.log(brierScore(probabilities, [0, 1]).toFixed(2)); // 0.20
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
