import { checkClassIndices, checkSameLength } from './check-predictions.js';

/**
 * Counts predictions by true class and predicted class.
 *
 * @param labels N true class indices.
 * @param predictions N predicted class indices.
 * @returns `classCount` rows of `classCount` counts: row = true class, column = predicted class.
 * @throws {RangeError} if the lengths differ or an index is not a class.
 *
 * @example
 * confusionMatrix([0, 0, 1], [0, 1, 1], 2); // [[1, 1], [0, 1]]
 */
export function confusionMatrix(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  classCount: number,
): number[][] {
  checkSameLength(labels, 'predictions', predictions);
  checkClassIndices('label', labels, classCount);
  checkClassIndices('prediction', predictions, classCount);
  const matrix = Array.from({ length: classCount }, () => new Array<number>(classCount).fill(0));
  for (let index = 0; index < labels.length; index++) matrix[labels[index]!]![predictions[index]!]!++;
  return matrix;
}

/** A pair of classes of which one was predicted as the other. */
export interface ConfusedPair {
  /** Index of the true class. */
  readonly label: number;
  /** Index of the predicted class. */
  readonly prediction: number;
  readonly labelName: string;
  readonly predictionName: string;
  readonly count: number;
  /** The count as a fraction of the images of the true class. */
  readonly share: number;
}

/**
 * The most frequent confusions of two classes.
 *
 * @param matrix Confusion matrix: row = true class, column = predicted class.
 * @param limit Maximum number of pairs.
 * @returns The most frequent first. Ties are ordered by true class, then by predicted class.
 *
 * @example
 * const matrix = [
 *   [9, 1],
 *   [3, 7],
 * ];
 * const [worst] = mostConfusedPairs(matrix, ['cat', 'dog'], 1);
 * console.log(`${worst?.labelName} predicted as ${worst?.predictionName}: ${worst?.count}`); // dog predicted as cat: 3
 */
export function mostConfusedPairs(
  matrix: readonly (readonly number[])[],
  classNames: readonly string[],
  limit: number,
): ConfusedPair[] {
  const pairs = matrix.flatMap((row, label) => {
    const support = row.reduce((sum, count) => sum + count, 0);
    return row.map((count, prediction) => ({
      label,
      prediction,
      labelName: classNames[label]!,
      predictionName: classNames[prediction]!,
      count,
      share: count / support,
    }));
  });
  return pairs
    .filter(({ label, prediction, count }) => label !== prediction && count > 0)
    .sort((left, right) => right.count - left.count)
    .slice(0, limit);
}
