/** Two classes of which one was taken for the other. */
export interface ConfusedPair {
  /** Index of the true class. */
  readonly label: number;
  /** Index of the class it was taken for. */
  readonly prediction: number;
  readonly labelName: string;
  readonly predictionName: string;
  /** How often it happened. */
  readonly count: number;
  /** The same as a share of the images of the true class, above 0 to 1. */
  readonly share: number;
}

/**
 * Lists which classes were taken for which others most often.
 *
 * @param matrix Confusion matrix: row = true class, column = predicted class.
 * @param limit Number of pairs at most.
 * @returns Pairs that occurred, the most frequent first; of equally frequent ones those of the smaller true
 *   class, then of the smaller predicted class, first.
 *
 * @example
 * ```ts
 * const matrix = [
 *   [9, 1],
 *   [3, 7],
 * ];
 * const [worst] = mostConfusedPairs(matrix, ['cat', 'dog'], 1);
 * console.log(`${worst?.labelName} taken for ${worst?.predictionName}: ${worst?.count}`); // dog taken for cat: 3
 * ```
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
