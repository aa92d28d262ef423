/**
 * Checks N × classes probabilities, row-major, against N labels and returns the number of classes.
 *
 * @throws {RangeError} if there are no labels, the lengths do not match, a label is not a class, or a number
 *   is not a probability, for example because the network diverged.
 */
export function checkProbabilities(probabilities: ArrayLike<number>, labels: ArrayLike<number>): number {
  const classCount = probabilities.length / labels.length;
  if (labels.length === 0 || !Number.isInteger(classCount) || classCount < 1) {
    throw new RangeError(
      `Evaluating: expected a probability for each class and label but found ${probabilities.length} for ${labels.length} labels.`,
    );
  }
  for (let index = 0; index < probabilities.length; index++) {
    const probability = probabilities[index]!;
    // Rounding of 32-bit softmaxes may exceed 1 slightly.
    if (!(probability >= 0 && probability <= 1.0001)) {
      throw new RangeError(
        `Evaluating: expected the probability of class ${index % classCount} for image ${Math.floor(index / classCount)} to be from 0 to 1 but found ${probability}. If a network predicted it, its training diverged: lower the learning rate.`,
      );
    }
  }
  checkClassIndices('label', labels, classCount);
  return classCount;
}

/** Checks that class indices are integers from 0 to `classCount - 1`. */
export function checkClassIndices(what: string, indices: ArrayLike<number>, classCount: number): void {
  for (let index = 0; index < indices.length; index++) {
    const found = indices[index]!;
    if (!Number.isInteger(found) || found < 0 || found >= classCount) {
      throw new RangeError(
        `Evaluating: expected ${what} ${index} to be an integer from 0 to ${classCount - 1} but found ${found}.`,
      );
    }
  }
}

export function checkSameLength(
  labels: ArrayLike<number>,
  what: string,
  predictions: ArrayLike<number>,
): void {
  if (labels.length !== predictions.length) {
    throw new RangeError(
      `Comparing: expected as many ${what} as labels, ${labels.length}, but found ${predictions.length}.`,
    );
  }
}
