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
    title: 'ROC: recognised against false alarms',
    what: 'Receiver operating characteristic',
    score: { long: 'area under the curve', short: 'area' },
    hover: '%{y:.2f} % of the class recognised<br>%{x:.3f} % of other images taken for it',
    shape: 'hv',
    xaxis: {
      title: 'Others taken for the class (logarithmic)',
      type: 'log',
      // A little more than 100 %, whose label would otherwise be cut off at the edge.
      range: [Math.floor(Math.log10(fewestAlarms)) + 2, 2.05],
      tickvals: [0.001, 0.01, 0.1, 1, 10, 100],
      ticktext: ['0.001 %', '0.01 %', '0.1 %', '1 %', '10 %', '100 %'],
    },
    yaxis: { title: 'Images of the class recognised', range: [axisFloor(reached), 100.5] },
  });
}
