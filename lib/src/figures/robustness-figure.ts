import { accent, lineColour, plainColour } from '../colours/palette.js';
import { checkSameCorruptions } from '../experiments/corruptions.js';
import type { RobustnessResult } from '../experiments/robustness.js';
import { formatPercent, listOf } from '../text/format.js';
import type { Figure, PlotlyTrace } from './figure.js';
import { escapeText, inPercent } from './text.js';
import { axis, figureLayout, percentAxis } from './theme.js';

/**
 * Accuracy on corrupted test images, without and with augmentation.
 *
 * @param before Result of the only model, or of the one without augmentation.
 * @param after Result of the model with augmentation, on the same corruptions in the same order.
 * @throws {RangeError} if the corruptions differ.
 *
 * @example
 * const figure = robustnessFigure(measureRobustness(model, dataset.test, digits.corruptions));
 */
export function robustnessFigure(
  before: readonly RobustnessResult[],
  after?: readonly RobustnessResult[],
): Figure {
  const conditions = before.map(({ name }) => name);
  if (after) checkSameCorruptions(before, after);
  const accuracies = (results: readonly RobustnessResult[]) => results.map(({ accuracy }) => accuracy);
  const series = [
    { name: after === undefined ? 'this model' : 'without augmentation', accuracies: accuracies(before) },
    ...(after === undefined ? [] : [{ name: 'with augmentation', accuracies: accuracies(after) }]),
  ];
  const rows = conditions.map((_, row) => row);
  const ends = conditions.map((_, row) => series.map(({ accuracies }) => accuracies[row]!));
  const connectors: PlotlyTrace = {
    type: 'scatter',
    mode: 'lines',
    // A single line with gaps connects the values of each condition.
    x: ends.flatMap((values) => [inPercent(Math.min(...values)), inPercent(Math.max(...values)), null]),
    y: rows.flatMap((row) => [row, row, null]),
    line: { color: lineColour, width: 4 },
    showlegend: false,
    hoverinfo: 'skip',
  };
  const points = series.map(({ name, accuracies }, at) => {
    const isLast = at === series.length - 1;
    const color = isLast ? accent.anywhere : plainColour;
    return {
      type: 'scatter',
      mode: 'markers',
      name,
      x: accuracies.map(inPercent),
      y: rows,
      marker: { color, symbol: isLast ? 'circle' : 'circle-open', size: 11, line: { width: 2, color } },
      customdata: conditions.map(escapeText),
      hovertemplate: `%{customdata}<br>${name}: %{x:.2f}%<extra></extra>`,
    };
  });
  const told = conditions.map(
    (condition, row) =>
      `${condition} ${listOf(series.map(({ accuracies }) => formatPercent(accuracies[row]!)))}`,
  );
  return {
    name: 'robustness',
    description: `Accuracy on modified images, ${listOf(series.map(({ name }) => name))}: ${told.join('; ')}.`,
    data: [connectors, ...points],
    layout: {
      ...figureLayout({
        title: 'Accuracy on modified images',
        height: 160 + 34 * conditions.length,
        legend: true,
      }),
      xaxis: percentAxis({ title: 'Accuracy', nticks: 6, fixedrange: true }),
      yaxis: axis({
        range: [conditions.length - 0.5, -0.5],
        tickvals: rows,
        ticktext: conditions.map(escapeText),
        fixedrange: true,
      }),
    },
  };
}
