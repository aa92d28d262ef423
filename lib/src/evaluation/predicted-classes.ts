/**
 * Tells the most probable class of each image; of equally probable ones the first.
 *
 * @param probabilities N × `classCount`, row-major.
 * @returns N class indices.
 *
 * @example
 * ```ts
 * console.log(predictedClasses([0.9, 0.1, 0.3, 0.7], 2)); // Uint8Array(2) [ 0, 1 ]
 * ```
 */
export function predictedClasses(probabilities: ArrayLike<number>, classCount: number): Uint8Array {
  const predictions = new Uint8Array(probabilities.length / classCount);
  for (let image = 0; image < predictions.length; image++) {
    let best = 0;
    for (let classIndex = 1; classIndex < classCount; classIndex++) {
      const isBetter =
        probabilities[image * classCount + classIndex]! > probabilities[image * classCount + best]!;
      if (isBetter) best = classIndex;
    }
    predictions[image] = best;
  }
  return predictions;
}
