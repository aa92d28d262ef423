import { checkProbabilities } from './check-predictions.js';

/** Receiver operating characteristic of one class against all others. */
export interface RocCurve {
  /** Name of the class. */
  readonly name: string;
  /** Fraction of other images predicted as the class, ascending from 0 to 1. */
  readonly falsePositiveRates: Float64Array;
  /** Fraction of the class's images predicted as the class, ascending from 0 to 1. */
  readonly truePositiveRates: Float64Array;
  /**
   * Minimum probability for an image to be predicted as the class, at each point. The first one is infinite.
   */
  readonly thresholds: Float64Array;
  /** Area under the curve: 0.5 for guessing, 1 for perfect, NaN if all images belong to the class, or none. */
  readonly areaUnderCurve: number;
}

/**
 * The ROC curve of every class against all others (Fawcett 2006). A point between two equal steps is dropped, as in
 * scikit-learn.
 *
 * @param probabilities N × classes, row-major.
 * @param labels N class indices.
 * @throws {RangeError} if the lengths do not match, a label is not a class, or a number is not a probability.
 *
 * @example
 * const probabilities = [0.9, 0.1, 0.2, 0.8, 0.6, 0.4];
 * const [cat] = rocCurves(probabilities, [0, 1, 0], ['cat', 'dog']);
 * console.log(cat?.areaUnderCurve); // 1
 */
export function rocCurves(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  classNames: readonly string[],
): RocCurve[] {
  checkProbabilities(probabilities, labels);
  return classNames.map((name, classIndex) => {
    const ranking = rankByClass(probabilities, labels, classIndex);
    const { truePositives, falsePositives, thresholds, positives, negatives } = ranking;
    const kept = corners(truePositives, falsePositives);
    const rates = (counts: Float64Array, total: number) =>
      Float64Array.from([0, ...kept.map((point) => counts[point]! / total)]);
    const falsePositiveRates = rates(falsePositives, negatives);
    const truePositiveRates = rates(truePositives, positives);
    return {
      name,
      falsePositiveRates,
      truePositiveRates,
      thresholds: Float64Array.from([Number.POSITIVE_INFINITY, ...kept.map((point) => thresholds[point]!)]),
      areaUnderCurve: trapezoidalArea(falsePositiveRates, truePositiveRates),
    };
  });
}

/** Points at which the step to the next point differs from the step before, and the last point. */
function corners(truePositives: Float64Array, falsePositives: Float64Array): number[] {
  const kept: number[] = [];
  for (let point = 0; point < truePositives.length; point++) {
    const isLast = point === truePositives.length - 1;
    const upBefore = truePositives[point]! - (truePositives[point - 1] ?? 0);
    const rightBefore = falsePositives[point]! - (falsePositives[point - 1] ?? 0);
    const upAfter = truePositives[point + 1]! - truePositives[point]!;
    const rightAfter = falsePositives[point + 1]! - falsePositives[point]!;
    if (isLast || upBefore !== upAfter || rightBefore !== rightAfter) kept.push(point);
  }
  return kept;
}

function trapezoidalArea(x: Float64Array, y: Float64Array): number {
  let area = 0;
  for (let point = 1; point < x.length; point++) {
    area += ((x[point]! - x[point - 1]!) * (y[point]! + y[point - 1]!)) / 2;
  }
  return area;
}

/** Numbers of images of a class, and of all others, with at least the score of each threshold. */
interface Ranking {
  /** Distinct scores, descending. */
  readonly thresholds: Float64Array;
  readonly truePositives: Float64Array;
  readonly falsePositives: Float64Array;
  /** Number of images of the class. `negatives` is the number of all other images. */
  readonly positives: number;
  readonly negatives: number;
}

/** Ranks images by the probability of one class, for ROC and precision-recall curves. */
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
    // Equal scores share a threshold and form one point.
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
