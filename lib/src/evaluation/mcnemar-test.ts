import { checkSameLength } from './check-predictions.js';

/** A comparison of two models on the same images. */
export interface McNemarResult {
  /** Images that only the first model classified correctly. */
  readonly onlyFirstRight: number;
  /** Images that only the second model classified correctly. */
  readonly onlySecondRight: number;
  /** Probability of a difference at least this large if both models were equally good, 0 to 1. */
  readonly pValue: number;
}

/**
 * Compares two models with McNemar's exact test (1947, two-sided binomial): only images that exactly one of
 * them classified correctly count.
 *
 * @param labels N true classes.
 * @param firstPredictions N classes predicted by the first model.
 * @param secondPredictions N classes predicted by the second model.
 * @throws {RangeError} if the lengths differ.
 *
 * @example
 * const labels = [0, 0, 1, 1, 1];
 * const { pValue } = mcnemarTest(labels, [0, 0, 1, 1, 1], [0, 1, 1, 1, 1]);
 * console.log(pValue); // 1
 */
export function mcnemarTest(
  labels: ArrayLike<number>,
  firstPredictions: ArrayLike<number>,
  secondPredictions: ArrayLike<number>,
): McNemarResult {
  checkSameLength(labels, 'predictions of the first model', firstPredictions);
  checkSameLength(labels, 'predictions of the second model', secondPredictions);
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
