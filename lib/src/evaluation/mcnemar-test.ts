import { checkSameLength } from './check-predictions.js';

/** Whether two models differ by more than chance. */
export interface McNemarResult {
  /** Images that only the first model got right. */
  readonly onlyFirstRight: number;
  /** Images that only the second model got right. */
  readonly onlySecondRight: number;
  /** Probability of a difference at least this large if both models were equally good, 0 to 1. */
  readonly pValue: number;
}

/**
 * Compares two models on the same images with McNemar's exact test: only images that one got right and the
 * other wrong tell which is better.
 *
 * @param labels True classes, N.
 * @param firstPredictions The first model's predicted classes, N.
 * @param secondPredictions The second model's predicted classes, N.
 * @throws {RangeError} if the lengths differ.
 *
 * Source: McNemar, "Note on the sampling error of the difference between correlated proportions", 1947; the
 * exact form is the two-sided binomial test.
 *
 * @example
 * ```ts
 * const labels = [0, 0, 1, 1, 1];
 * const { pValue } = mcnemarTest(labels, [0, 0, 1, 1, 1], [0, 1, 1, 1, 1]);
 * console.log(pValue); // 1
 * ```
 */
export function mcnemarTest(
  labels: ArrayLike<number>,
  firstPredictions: ArrayLike<number>,
  secondPredictions: ArrayLike<number>,
): McNemarResult {
  checkSameLength('labels', labels, 'predictions of the first model', firstPredictions);
  checkSameLength('labels', labels, 'predictions of the second model', secondPredictions);
  let onlyFirstRight = 0;
  let onlySecondRight = 0;
  for (let image = 0; image < labels.length; image++) {
    const firstIsRight = firstPredictions[image] === labels[image];
    const secondIsRight = secondPredictions[image] === labels[image];
    if (firstIsRight && !secondIsRight) onlyFirstRight++;
    if (secondIsRight && !firstIsRight) onlySecondRight++;
  }
  const pValue = signTest(Math.min(onlyFirstRight, onlySecondRight), onlyFirstRight + onlySecondRight);
  return { onlyFirstRight, onlySecondRight, pValue };
}

/** Twice the probability of at most `fewer` heads in `trials` throws of a fair coin, at most 1. */
function signTest(fewer: number, trials: number): number {
  let logTerm = trials * Math.log(0.5);
  let sum = 0;
  for (let heads = 0; heads <= fewer; heads++) {
    sum += Math.exp(logTerm);
    logTerm += Math.log(trials - heads) - Math.log(heads + 1);
  }
  return Math.min(1, 2 * sum);
}
