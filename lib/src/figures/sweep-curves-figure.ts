import { accent, plainColour, withOpacity, wrongColour } from '../colours/palette.js';
import { countOf, formatPercent } from '../text/format.js';
import type { Figure, PlotlyTrace } from './figure.js';
import { escapeText, inPercent } from './text.js';
import { axis, figureLayout, percentAxis } from './theme.js';

/** The learning curve of a trial, for {@link sweepCurvesFigure}. */
export interface SweptCurve {
  /** Hover label, such as `'#7, seed 1'`. */
  readonly name: string;
  /** Validation accuracy after each epoch, 0 to 1. */
  readonly accuracies: readonly number[];
  readonly kind: 'best' | 'done' | 'stopped';
}

const looks = {
  stopped: { title: 'stopped early', colour: withOpacity(plainColour, 0.55), width: 1 },
  done: { title: 'completed', colour: withOpacity(accent.anywhere, 0.55), width: 1.5 },
  best: { title: 'best', colour: wrongColour, width: 3 },
} as const;

/**
 * The learning curves of all trials of a sweep: validation accuracy after each epoch.
 *
 * @example
 * const figure = sweepCurvesFigure([
 *   { name: '#1', accuracies: [0.91, 0.95, 0.96], kind: 'best' },
 *   { name: '#2', accuracies: [0.88], kind: 'stopped' },
 * ]);
 */
export function sweepCurvesFigure(curves: readonly SweptCurve[]): Figure {
  const kinds = (['stopped', 'done', 'best'] as const).filter((kind) =>
    curves.some((curve) => curve.kind === kind),
  );
  const stopped = curves.filter(({ kind }) => kind === 'stopped').length;
  const best = curves.find(({ kind }) => kind === 'best')?.accuracies.at(-1);
  const longest = Math.max(1, ...curves.map(({ accuracies }) => accuracies.length));
  const count = `${countOf(curves.length, 'trial')}, ${stopped} of them stopped early`;
  return {
    name: 'sweep-curves',
    description: `Validation accuracy after each epoch of ${count}${best === undefined ? '' : `; the best ended with ${formatPercent(best)}`}.`,
    data: kinds.map((kind) => trace(kind, curves)),
    layout: {
      ...figureLayout({ title: 'Learning curves', subtitle: count, height: 460, legend: true }),
      xaxis: axis({
        title: 'Epoch',
        tickformat: 'd',
        range: [0.7, longest + 0.3],
        ...(longest < 12 && { dtick: 1 }),
      }),
      yaxis: percentAxis({ title: 'Validation accuracy' }),
    },
  };
}

/** All curves of a kind in one trace, with gaps: one trace per curve would be slow and fill the legend. */
function trace(kind: SweptCurve['kind'], curves: readonly SweptCurve[]): PlotlyTrace {
  const { title, colour, width } = looks[kind];
  const own = curves.filter((curve) => curve.kind === kind);
  return {
    type: 'scatter',
    mode: 'lines+markers',
    name: title,
    x: own.flatMap(({ accuracies }) => [...accuracies.map((_, index) => index + 1), null]),
    y: own.flatMap(({ accuracies }) => [...accuracies.map(inPercent), null]),
    text: own.flatMap(({ name, accuracies }) => [...accuracies.map(() => escapeText(name)), null]),
    connectgaps: false,
    line: { color: colour, width },
    marker: { size: kind === 'best' ? 6 : 4, color: colour },
    hovertemplate: '%{text}<br>epoch %{x}: %{y:.2f}%<extra></extra>',
  };
}
