/** How many images of a class, and of the others, score at least as high as a threshold. */
export interface Ranking {
  /** Distinct scores, descending. */
  readonly thresholds: Float64Array;
  /** Images of the class with at least this score. */
  readonly truePositives: Float64Array;
  /** Other images with at least this score. */
  readonly falsePositives: Float64Array;
  /** Number of images of the class. */
  readonly positives: number;
  /** Number of other images. */
  readonly negatives: number;
}

/** Ranks images by the probability of one class: what ROC and precision-recall curves are drawn from. */
export function rankByClass(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  classIndex: number,
): Ranking {
  const classCount = probabilities.length / labels.length;
  const score = (image: number) => probabilities[image * classCount + classIndex]!;
  const order = Array.from({ length: labels.length }, (_, image) => image).sort(
    (left, right) => score(right) - score(left),
  );
  const thresholds: number[] = [];
  const truePositives: number[] = [];
  const falsePositives: number[] = [];
  let positives = 0;
  order.forEach((image, position) => {
    if (labels[image] === classIndex) positives++;
    // Equal scores cannot be told apart by any threshold, so they make one point.
    if (position + 1 < order.length && score(order[position + 1]!) === score(image)) return;
    thresholds.push(score(image));
    truePositives.push(positives);
    falsePositives.push(position + 1 - positives);
  });
  return {
    thresholds: Float64Array.from(thresholds),
    truePositives: Float64Array.from(truePositives),
    falsePositives: Float64Array.from(falsePositives),
    positives,
    negatives: labels.length - positives,
  };
}
