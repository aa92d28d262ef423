/** Probabilities below this count as this: one certain mistake would make every mean infinite. As in Keras. */
const smallestProbability = 1e-7;

/**
 * Computes the negative log-likelihood of each image's true class: the cross-entropy that training minimises.
 *
 * @param probabilities N × classes, row-major.
 * @param labels N class indices.
 * @returns N losses, from 0 (certain and right) to 16.1 (probability 10⁻⁷ or less).
 */
export function logLosses(probabilities: ArrayLike<number>, labels: ArrayLike<number>): Float64Array {
  const classCount = probabilities.length / labels.length;
  const losses = new Float64Array(labels.length);
  for (let image = 0; image < labels.length; image++) {
    const probability = probabilities[image * classCount + labels[image]!]!;
    losses[image] = -Math.log(Math.min(1, Math.max(smallestProbability, probability)));
  }
  return losses;
}
