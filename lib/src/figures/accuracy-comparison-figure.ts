import { accent, plainColour, transparent, wrongColour } from '../colours/palette.js';
import type { Evaluation } from '../evaluation/evaluation.js';
import type { AccuracyEntry } from '../experiments/baselines.js';
import { formatPercent } from '../text/format.js';
import type { Figure } from './figure.js';
import { escapeText, short } from './text.js';
import { axis, figureLayout, nameAbove } from './theme.js';

type Entry = Omit<AccuracyEntry, 'source'> & { readonly source: 'network' | AccuracyEntry['source'] };

const styles = {
  network: { color: accent.anywhere, symbol: 'diamond', title: 'this network' },
  measured: { color: plainColour, symbol: 'circle', title: 'this library' },
  published: { color: wrongColour, symbol: 'square', title: 'published' },
} as const;

const errorTicks = [0.9, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001];

/**
 * Compares accuracies, the best on top, on a logarithmic scale of errors: 98% to 99% is as far as 80% to 90%.
 *
 * @param evaluation The model's own result.
 * @param others Measured baselines and published results.
 *
 * @example
 * const figure = accuracyComparisonFigure(evaluation, digits.publishedResults);
 */
export function accuracyComparisonFigure(
  evaluation: Pick<Evaluation, 'accuracy' | 'accuracyInterval'>,
  others: readonly AccuracyEntry[],
): Figure {
  const own: Entry = {
    name: 'this network',
    accuracy: evaluation.accuracy,
    interval: evaluation.accuracyInterval,
    source: 'network',
  };
  const sorted = [own, ...others].sort((left, right) => right.accuracy - left.accuracy);
  // An error of 0 cannot be shown on a logarithmic scale: it is drawn at half the smallest error.
  const errors = sorted.flatMap(({ accuracy, interval }) => [
    1 - accuracy,
    1 - (interval?.lower ?? accuracy),
  ]);
  const smallest = Math.min(0.5, ...errors.filter((error) => error > 1e-9)) / 2;
  const place = (accuracy: number) => short(Math.max(smallest, 1 - accuracy));
  const kinds = (['network', 'measured', 'published'] as const).filter((kind) =>
    sorted.some(({ source }) => source === kind),
  );
  const data = kinds.map((kind) => {
    const rows = sorted.map((entry, row) => ({ ...entry, row })).filter(({ source }) => source === kind);
    return {
      type: 'scatter',
      mode: 'markers',
      name: styles[kind].title,
      x: rows.map(({ accuracy }) => place(accuracy)),
      y: rows.map(({ row }) => row),
      marker: { color: styles[kind].color, symbol: styles[kind].symbol, size: 11 },
      error_x: {
        type: 'data',
        symmetric: false,
        // Plotly adds `array` to the error, so it is the end of the interval with the lower accuracy.
        array: rows.map(({ accuracy, interval }) =>
          short(place(interval?.lower ?? accuracy) - place(accuracy)),
        ),
        arrayminus: rows.map(({ accuracy, interval }) =>
          short(place(accuracy) - place(interval?.upper ?? accuracy)),
        ),
        color: styles[kind].color,
        thickness: 2,
        width: 5,
      },
      text: rows.map((entry) =>
        [entry.name, value(entry), entry.conditions ?? [], entry.reference ?? []]
          .flat()
          .map(escapeText)
          .join('<br>'),
      ),
      hovertemplate: '%{text}<extra></extra>',
    };
  });
  const largest = Math.max(...errors);
  const range = [Math.log10(Math.min(1, largest * 1.25)), Math.log10(smallest * 1.2)];
  const ticks = errorTicks.filter(
    (error) => Math.log10(error) <= range[0]! && Math.log10(error) >= range[1]!,
  );
  const base = figureLayout({
    title: 'Accuracy compared with other methods',
    subtitle: `this network: ${value(own)}`,
    height: 166 + 42 * sorted.length,
    legend: true,
  });
  return {
    name: 'accuracy-comparison',
    description: `Accuracy compared with other methods, best first: ${sorted.map((entry) => `${entry.name} ${value(entry)}`).join('; ')}.`,
    data,
    layout: {
      ...base,
      // A tick may be at the very edge: leave room for its label.
      margin: { ...base.margin, l: 24 },
      xaxis: axis({
        // Ticks alone do not show that the scale is logarithmic.
        title: 'Accuracy (lines: 95% interval)<br>logarithmic scale of the error',
        type: 'log',
        range: range.map((end) => Math.round(end * 1000) / 1000),
        tickvals: ticks,
        ticktext: ticks.map((error) => `${Number(((1 - error) * 100).toFixed(2))}%`),
        tickangle: 0,
        // Grid lines would cross the names.
        gridcolor: transparent,
        fixedrange: true,
      }),
      yaxis: { visible: false, range: [sorted.length - 0.6, -0.9], fixedrange: true },
      annotations: sorted.map((entry, row) => ({
        ...nameAbove(row),
        text: `${entry.source === 'network' ? `<b>${escapeText(entry.name)}</b>` : escapeText(entry.name)}: ${value(entry)}`,
      })),
    },
  };
}

function value({ accuracy, interval }: Entry): string {
  if (interval === undefined) return formatPercent(accuracy);
  return `${formatPercent(accuracy)} (${formatPercent(interval.lower)} to ${formatPercent(interval.upper)})`;
}
