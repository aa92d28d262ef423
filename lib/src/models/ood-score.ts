/** What a network's answers look like on images like those it was trained on. */
export interface OodDetector {
  /** For each class the mean of the centred log-probabilities of images that are taken for it. */
  readonly classMeans: readonly (readonly number[])[];
  /** Inverse of their covariance around these means, the same for all classes. */
  readonly precision: readonly (readonly number[])[];
  /** Largest distance that counts as in distribution. */
  readonly threshold: number;
  /** Fraction of the validation images that are farther away and would be flagged. */
  readonly falsePositiveRate: number;
}

/**
 * How far an answer lies from those that a network gives to images like its training images: the squared
 * Mahalanobis distance of its log-probabilities from the mean of the class that it names.
 *
 * @param probabilities Of one image, one for each class.
 * @param temperature That the probabilities were divided by.
 * @see Lee et al. 2018, "A Simple Unified Framework for Detecting Out-of-Distribution Samples".
 */
export function oodScore(
  probabilities: ArrayLike<number>,
  { classMeans, precision }: Pick<OodDetector, 'classMeans' | 'precision'>,
  temperature: number,
): number {
  const answer = centredLogProbabilities(probabilities, temperature);
  const mean = classMeans[answer.indexOf(Math.max(...answer))]!;
  const difference = answer.map((value, index) => value - mean[index]!);
  let distance = 0;
  for (const [row, value] of difference.entries()) {
    for (const [column, other] of difference.entries()) distance += value * precision[row]![column]! * other;
  }
  return distance;
}

/** What the network gave before its softmax, up to what the softmax takes away: logits with mean 0. */
export function centredLogProbabilities(probabilities: ArrayLike<number>, temperature: number): number[] {
  // A probability of 0 is one too small for a number of 32 bits.
  const logits = Array.from(probabilities, (value) => temperature * Math.log(Math.max(value, 1e-38)));
  const mean = logits.reduce((sum, value) => sum + value, 0) / logits.length;
  return logits.map((value) => value - mean);
}
