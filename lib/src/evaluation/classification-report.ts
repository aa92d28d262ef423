import { confusionMatrix } from './confusion-matrix.js';

/** Precision, recall and F1, each from 0 to 1. */
export interface Scores {
  /** Fraction of the images predicted as the class that belong to it. */
  readonly precision: number;
  /** Fraction of the images of the class that were predicted as it. */
  readonly recall: number;
  /** Harmonic mean of precision and recall. */
  readonly f1: number;
}

/** The scores of one class. */
export interface ClassScores extends Scores {
  readonly name: string;
  /** Number of images of the class. */
  readonly support: number;
}

/** The scores of every class, and their averages. */
export interface ClassificationReport {
  /** Scores per class, in the order of the class names. */
  readonly classes: readonly ClassScores[];
  /** Fraction of correct predictions. */
  readonly accuracy: number;
  /** Unweighted mean over classes. */
  readonly macroAverage: Scores;
  /** Mean over classes, weighted by their images. */
  readonly weightedAverage: Scores;
  /** Number of images. */
  readonly support: number;
}

/**
 * Precision, recall and F1 of every class, and their averages, as scikit-learn's `classification_report` with
 * `zero_division=0`: a score that would divide by zero is 0.
 *
 * @param labels N true class indices, at least one.
 * @param predictions N predicted class indices.
 * @throws {RangeError} if there are no labels, the lengths differ, or an index is not a class.
 *
 * @example
 * const { classes, accuracy } = classificationReport([0, 0, 1], [0, 1, 1], ['cat', 'dog']);
 * console.log(accuracy.toFixed(2), classes[0]?.recall); // 0.67 0.5
 */
export function classificationReport(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  classNames: readonly string[],
): ClassificationReport {
  if (labels.length === 0)
    throw new RangeError('Reporting on predictions: expected at least 1 label but found 0.');
  const matrix = confusionMatrix(labels, predictions, classNames.length);
  const classes = classNames.map((name, classIndex): ClassScores => {
    const right = matrix[classIndex]![classIndex]!;
    const predicted = matrix.reduce((sum, row) => sum + row[classIndex]!, 0);
    const support = matrix[classIndex]!.reduce((sum, count) => sum + count, 0);
    const precision = ratio(right, predicted);
    const recall = ratio(right, support);
    return { name, precision, recall, f1: ratio(2 * right, predicted + support), support };
  });
  const support = labels.length;
  return {
    classes,
    accuracy: matrix.reduce((sum, row, classIndex) => sum + row[classIndex]!, 0) / support,
    macroAverage: average(classes, () => 1 / classes.length),
    weightedAverage: average(classes, (scores) => scores.support / support),
    support,
  };
}

function average(classes: readonly ClassScores[], weight: (scores: ClassScores) => number): Scores {
  const mean = (score: keyof Scores) =>
    classes.reduce((sum, scores) => sum + weight(scores) * scores[score], 0);
  return { precision: mean('precision'), recall: mean('recall'), f1: mean('f1') };
}

function ratio(numerator: number, denominator: number): number {
  return denominator === 0 ? 0 : numerator / denominator;
}
