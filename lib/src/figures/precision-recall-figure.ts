import { precisionRecallCurves } from '../evaluation/precision-recall-curves.js';
import { countOf } from '../text/count-of.js';
import { classCurves, legendLimit, type RankedPredictions, scoreExtremes } from './class-curves.js';
import type { Figure } from './figure.js';
import { escapeText, short } from './text.js';
import { axis, figureLayout } from './theme.js';

/**
 * Precision against recall of each class, for every threshold; the view begins where the worst class still is.
 *
 * @example
 * ```ts
 * const figure = precisionRecallFigure(evaluation);
 * ```
 */
export function precisionRecallFigure({ probabilities, labels, classNames }: RankedPredictions): Figure {
  const curves = precisionRecallCurves(probabilities, labels, classNames);
  const drawn = curves.map((curve) => ({
    name: curve.name,
    x: curve.recalls,
    y: curve.precisions,
    score: curve.averagePrecision,
  }));
  const extremes = scoreExtremes(drawn);
  const reached = Math.min(1, ...drawn.map(({ x, y }) => precisionAt(x, y, 0.95)));
  const floor = short(Math.max(0, Math.floor(reached * 10 - 0.5) / 10));
  const said =
    extremes === undefined
      ? ''
      : `: average precision from ${extremes.lowest.score.toFixed(4)} (${extremes.lowest.name}) to ${extremes.highest.score.toFixed(4)} (${extremes.highest.name})`;
  return {
    name: 'precision-recall',
    description: `Precision against recall of ${countOf(curves.length, 'class', 'classes')}${said}.`,
    data: classCurves(drawn, {
      score: 'average precision',
      hover: '%{x:.2%} of the class found<br>%{y:.2%} of those found are right',
      shape: 'vh',
    }),
    layout: {
      ...figureLayout({
        title: 'Precision and recall',
        subtitle:
          extremes === undefined
            ? undefined
            : `average precision from ${extremes.lowest.score.toFixed(4)} (${escapeText(extremes.lowest.name)}) to ${extremes.highest.score.toFixed(4)} (${escapeText(extremes.highest.name)})`,
        height: 540,
        legend: curves.length <= legendLimit,
        legendEntryWidth: 102,
      }),
      xaxis: axis({ title: 'Recall (images of the class found)', tickformat: '.0%', range: [floor, 1.005] }),
      yaxis: axis({
        title: 'Precision (found ones right)',
        tickformat: '.0%',
        range: [floor, 1.005],
      }),
    },
  };
}

/** Precision where a recall is first reached; 1 for a class without images. */
function precisionAt(recalls: ArrayLike<number>, precisions: ArrayLike<number>, recall: number): number {
  const index = Array.from(recalls).findIndex((found) => found >= recall);
  return precisions[index] ?? 1;
}
