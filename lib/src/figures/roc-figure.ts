import { rocCurves } from '../evaluation/roc-curves.js';
import { countOf } from '../text/count-of.js';
import { classCurves, legendLimit, type RankedPredictions, scoreExtremes } from './class-curves.js';
import type { Figure } from './figure.js';
import { escapeText } from './text.js';
import { axis, figureLayout } from './theme.js';

/**
 * Receiver operating characteristic of each class against all others. False alarms are on a logarithmic scale,
 * because good classifiers differ where there are few.
 *
 * @example
 * ```ts
 * const figure = rocFigure(evaluation);
 * ```
 */
export function rocFigure({ probabilities, labels, classNames }: RankedPredictions): Figure {
  const curves = rocCurves(probabilities, labels, classNames);
  const drawn = curves.map((curve) => ({
    name: curve.name,
    x: curve.falsePositiveRates,
    y: curve.truePositiveRates,
    score: curve.areaUnderCurve,
  }));
  const extremes = scoreExtremes(drawn);
  const lowest = Math.min(
    0.01,
    ...drawn.flatMap(({ x }) =>
      Array.from(x)
        .filter((rate) => rate > 0)
        .slice(0, 1),
    ),
  );
  const reached = Math.min(
    1,
    ...drawn.map(({ x, y }) => y[Math.max(0, Array.from(x).findIndex((rate) => rate > 0.001) - 1)] ?? 1),
  );
  const floor = Math.max(0, Math.floor(reached * 10 - 0.5) / 10);
  const said =
    extremes === undefined
      ? ''
      : `: area under the curve from ${extremes.lowest.score.toFixed(4)} (${extremes.lowest.name}) to ${extremes.highest.score.toFixed(4)} (${extremes.highest.name})`;
  return {
    name: 'roc',
    description: `Receiver operating characteristic of ${countOf(curves.length, 'class', 'classes')}${said}.`,
    data: classCurves(drawn, {
      score: 'area',
      hover: '%{y:.2%} of the class recognised<br>%{x:.3%} of other images taken for it',
      shape: 'hv',
    }),
    layout: {
      ...figureLayout({
        title: 'ROC: recognised against false alarms',
        subtitle:
          extremes === undefined
            ? undefined
            : `area from ${extremes.lowest.score.toFixed(4)} (${escapeText(extremes.lowest.name)}) to ${extremes.highest.score.toFixed(4)} (${escapeText(extremes.highest.name)})`,
        height: 540,
        legend: curves.length <= legendLimit,
        legendEntryWidth: 102,
      }),
      xaxis: axis({
        title: 'Others taken for the class (logarithmic)',
        type: 'log',
        range: [Math.floor(Math.log10(lowest)), 0],
        tickvals: [1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1],
        ticktext: ['0.001 %', '0.01 %', '0.1 %', '1 %', '10 %', '100 %'],
      }),
      yaxis: axis({ title: 'Images of the class recognised', tickformat: '.0%', range: [floor, 1.005] }),
    },
  };
}
