import type { Evaluation } from '../evaluation/evaluation.js';
import { rocCurves } from '../evaluation/roc-curves.js';
import { axisFloor, classCurvesFigure } from './class-curves.js';
import type { Figure } from './figure.js';

/**
 * Receiver operating characteristic of each class against all others. The false-positive rate is on a
 * logarithmic scale, because good classifiers differ only at small rates.
 *
 * @example
 * const figure = rocFigure(evaluation);
 */
export function rocFigure(evaluation: Pick<Evaluation, 'probabilities' | 'labels' | 'classNames'>): Figure {
  const { probabilities, labels, classNames } = evaluation;
  const curves = rocCurves(probabilities, labels, classNames).map((curve) => ({
    name: curve.name,
    x: curve.falsePositiveRates,
    y: curve.truePositiveRates,
    score: curve.areaUnderCurve,
  }));
  const fewestAlarms = Math.min(0.01, ...curves.map(({ x }) => x.find((rate) => rate > 0) ?? 1));
  const reached = curves.map(({ x, y }) => y[Math.max(0, x.findIndex((rate) => rate > 0.001) - 1)] ?? 1);
  return classCurvesFigure(curves, {
    name: 'roc',
    title: 'ROC curves',
    what: 'ROC curves',
    score: 'area under the curve',
    hover: 'true positive rate %{y:.2f}%<br>false positive rate %{x:.3f}%',
    shape: 'hv',
    xaxis: {
      title: 'False positive rate (log scale)',
      type: 'log',
      // A little more than 100%, whose label would otherwise be cut off at the edge.
      range: [Math.floor(Math.log10(fewestAlarms)) + 2, 2.05],
      tickvals: [0.001, 0.01, 0.1, 1, 10, 100],
      ticktext: ['0.001%', '0.01%', '0.1%', '1%', '10%', '100%'],
    },
    yaxis: { title: 'True positive rate', range: [axisFloor(reached), 100.5] },
  });
}
