import { accent, plainColour } from '../colours/palette.js';
import type { StudyResult } from '../experiments/incremental-study.js';
import { countOf, formatPercent } from '../text/format.js';
import type { Figure, PlotlyTrace } from './figure.js';
import { escapeText, inPercent, short } from './text.js';
import { axis, figureLayout, nameAbove, percentAxis } from './theme.js';

/**
 * The contribution of each ingredient of a recipe: accuracy and training time after it is added.
 *
 * @throws {RangeError} if there are no entries.
 *
 * @example
 * const parts = splitValidation(dataset.train, { size: 0.1, seed: 1 });
 * const results = await runIncrementalStudy(parts.train, parts.validation, [
 *   { name: 'plain', model: { hiddenUnits: [16] }, training: { epochs: 1 } },
 *   { name: '+ dropout', model: { dropoutRate: 0.2 } },
 * ]);
 * const figure = incrementalStudyFigure(results);
 */
export function incrementalStudyFigure(entries: readonly StudyResult[]): Figure {
  if (entries.length === 0)
    throw new RangeError('Drawing an incremental study: expected at least 1 configuration but found 0.');
  const rows = entries.map((_, row) => row);
  const top = entries.reduce((best, entry) => (entry.accuracy > best.accuracy ? entry : best));
  const longest = short(Math.max(...entries.map(({ seconds }) => seconds)));
  const colours = entries.map((entry) => (entry === top ? accent.anywhere : plainColour));
  const change = (row: number) => {
    const difference = (entries[row]!.accuracy - (entries[row - 1]?.accuracy ?? Number.NaN)) * 100;
    if (Number.isNaN(difference)) return '';
    return ` (${difference < 0 ? '−' : '+'}${Math.abs(difference).toFixed(2)})`;
  };
  const data: PlotlyTrace[] = [
    {
      type: 'scatter',
      mode: 'markers',
      x: entries.map(({ accuracy }) => inPercent(accuracy)),
      y: rows,
      marker: { color: colours, size: 11 },
      text: entries.map(({ name }) => escapeText(name)),
      hovertemplate: '%{text}<br>accuracy %{x:.2f}%<extra></extra>',
    },
    {
      type: 'bar',
      orientation: 'h',
      xaxis: 'x2',
      x: entries.map(({ seconds }) => short(seconds)),
      y: rows,
      width: 0.35,
      marker: { color: colours },
      text: entries.map(({ seconds }) => `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`),
      textposition: 'outside',
      cliponaxis: false,
      constraintext: 'none',
      customdata: entries.map(({ name }) => escapeText(name)),
      hovertemplate: '%{customdata}<br>trained in %{x:.1f} seconds<extra></extra>',
    },
  ];
  return {
    name: 'incremental-study',
    description:
      `Accuracy and training time of ${countOf(entries.length, 'configuration')}: ` +
      `${entries.map(({ name, accuracy, seconds }) => `${name} ${formatPercent(accuracy)} in ${seconds.toFixed(1)} s`).join('; ')}.`,
    data,
    layout: {
      ...figureLayout({
        title: 'Incremental study: accuracy and time',
        subtitle: `best: ${escapeText(top.name)}, ${formatPercent(top.accuracy)}`,
        height: 130 + 46 * entries.length,
      }),
      xaxis: percentAxis({ title: 'Accuracy', domain: [0, 0.66], nticks: 5, fixedrange: true }),
      xaxis2: axis({
        title: 'Seconds',
        domain: [0.72, 1],
        range: [0, short(longest * 1.5)],
        nticks: 3,
        anchor: 'y',
        fixedrange: true,
      }),
      yaxis: { visible: false, range: [entries.length - 0.5, -0.9], fixedrange: true },
      annotations: entries.map((entry, row) => ({
        ...nameAbove(row),
        text: `${entry === top ? `<b>${escapeText(entry.name)}</b>` : escapeText(entry.name)}: ${formatPercent(entry.accuracy)}${change(row)}`,
      })),
    },
  };
}
