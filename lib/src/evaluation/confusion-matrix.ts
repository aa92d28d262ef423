import { checkClassIndices, checkSameLength } from './check-predictions.js';

/**
 * Counts how often images of each class were predicted to be of each class.
 *
 * @param labels True class indices, N of them.
 * @param predictions Predicted class indices, N of them.
 * @returns `classCount` rows of `classCount` counts: row = true class, column = predicted class.
 * @throws {RangeError} if the lengths differ or an index is no class.
 *
 * @example
 * ```ts
 * confusionMatrix([0, 0, 1], [0, 1, 1], 2); // [[1, 1], [0, 1]]
 * ```
 */
export function confusionMatrix(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  classCount: number,
): number[][] {
  checkSameLength('labels', labels, 'predictions', predictions);
  checkClassIndices('label', labels, classCount);
  checkClassIndices('prediction', predictions, classCount);
  const matrix = Array.from({ length: classCount }, () => new Array<number>(classCount).fill(0));
  for (let index = 0; index < labels.length; index++) matrix[labels[index]!]![predictions[index]!]!++;
  return matrix;
}
