import type { Evaluation } from '../evaluation/evaluation.js';
import { precisionRecallCurves } from '../evaluation/precision-recall-curves.js';
import { axisFloor, classCurvesFigure } from './class-curves.js';
import type { Figure } from './figure.js';

/**
 * Precision against recall of each class, for every threshold. Both axes begin below the precision of the
 * worst class at 95% recall.
 *
 * @example
 * const figure = precisionRecallFigure(evaluation);
 */
export function precisionRecallFigure(
  evaluation: Pick<Evaluation, 'probabilities' | 'labels' | 'classNames'>,
): Figure {
  const { probabilities, labels, classNames } = evaluation;
  const curves = precisionRecallCurves(probabilities, labels, classNames).map((curve) => ({
    name: curve.name,
    x: curve.recalls,
    y: curve.precisions,
    score: curve.averagePrecision,
  }));
  // A class without images has no recall and does not affect the axis.
  const reached = curves.map(({ x, y }) => y[x.findIndex((recall) => recall >= 0.95)] ?? 1);
  const floor = axisFloor(reached);
  // A little more than 100%, whose label would otherwise be cut off at the edge.
  const range = [floor, 100 + (100 - floor) / 50];
  return classCurvesFigure(curves, {
    name: 'precision-recall',
    title: 'Precision-recall curves',
    what: 'Precision-recall curves',
    score: 'average precision',
    hover: 'recall %{x:.2f}%<br>precision %{y:.2f}%',
    shape: 'vh',
    xaxis: { title: 'Recall', range },
    yaxis: { title: 'Precision', range },
  });
}
