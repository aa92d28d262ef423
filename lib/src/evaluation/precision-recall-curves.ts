import { checkProbabilities } from './check-predictions.js';
import { rankByClass } from './roc-curves.js';

/** Precision against recall of one class, for every threshold. */
export interface PrecisionRecallCurve {
  /** Name of the class. */
  readonly name: string;
  /** Recall at each threshold, ascending from 0 to 1. */
  readonly recalls: Float64Array;
  /** Precision at each threshold, 1 if no image is predicted as the class. */
  readonly precisions: Float64Array;
  /**
   * Minimum probability for an image to be predicted as the class, at each point. The first one is infinite.
   */
  readonly thresholds: Float64Array;
  /**
   * Mean precision, weighted by the increase in recall at each threshold, or NaN if no image belongs to the
   * class.
   */
  readonly averagePrecision: number;
}

/**
 * The precision-recall curve of every class against all others, with a point per distinct probability until
 * recall is 1. Average precision is not interpolated (Manning et al., "Introduction to information
 * retrieval", 2008).
 *
 * @param probabilities N × classes, row-major.
 * @param labels N class indices.
 * @throws {RangeError} if the lengths do not match, a label is not a class, or a number is not a probability.
 *
 * @example
 * const probabilities = [0.9, 0.1, 0.2, 0.8, 0.6, 0.4];
 * const [cat] = precisionRecallCurves(probabilities, [0, 1, 0], ['cat', 'dog']);
 * console.log(cat?.averagePrecision); // 1
 */
export function precisionRecallCurves(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  classNames: readonly string[],
): PrecisionRecallCurve[] {
  checkProbabilities(probabilities, labels);
  return classNames.map((name, classIndex) => {
    const ranking = rankByClass(probabilities, labels, classIndex);
    const { truePositives, falsePositives, positives } = ranking;
    // Further thresholds would only lower the precision at recall 1.
    const points = positives === 0 ? truePositives.length : truePositives.indexOf(positives) + 1;
    const recalls = new Float64Array(points + 1);
    const precisions = new Float64Array(points + 1).fill(1);
    const thresholds = new Float64Array(points + 1).fill(Number.POSITIVE_INFINITY);
    let averagePrecision = 0;
    for (let point = 0; point < points; point++) {
      recalls[point + 1] = truePositives[point]! / positives;
      precisions[point + 1] = truePositives[point]! / (truePositives[point]! + falsePositives[point]!);
      thresholds[point + 1] = ranking.thresholds[point]!;
      averagePrecision += (recalls[point + 1]! - recalls[point]!) * precisions[point + 1]!;
    }
    return { name, recalls, precisions, thresholds, averagePrecision };
  });
}
