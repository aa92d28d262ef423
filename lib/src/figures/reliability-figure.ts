import { accent, plainColour } from '../colours/palette.js';
import type { Calibration } from '../evaluation/calibration.js';
import { formatCount, formatPercent, listOf } from '../text/format.js';
import type { Figure, PlotlyTrace } from './figure.js';
import { inPercent, short } from './text.js';
import { figureLayout, percentAxis } from './theme.js';

/**
 * Reliability diagram: the accuracy of predictions by their probability (Guo et al. 2017), and their number.
 * Calibrated probabilities are on the diagonal.
 *
 * @param before The only calibration curve, or the one before temperature scaling.
 * @param after The calibration curve after temperature scaling.
 *
 * @example
 * const figure = reliabilityFigure(calibrationCurve(evaluation.probabilities, evaluation.labels));
 */
export function reliabilityFigure(before: Calibration, after?: Calibration): Figure {
  const entries =
    after === undefined
      ? [{ name: 'this model', calibration: before }]
      : [
          { name: 'before temperature scaling', calibration: before },
          { name: 'after', calibration: after },
        ];
  const data: PlotlyTrace[] = [
    {
      type: 'scatter',
      mode: 'lines',
      name: 'perfect',
      x: [0, 100],
      y: [0, 100],
      line: { color: plainColour, width: 1, dash: 'dot' },
      hoverinfo: 'skip',
    },
  ];
  entries.forEach(({ name, calibration }, entry) => {
    const bins = calibration.bins.filter(({ count }) => count > 0);
    const total = bins.reduce((sum, { count }) => sum + count, 0);
    const colour = entry === entries.length - 1 ? accent.anywhere : plainColour;
    data.push({
      type: 'scatter',
      mode: 'lines+markers',
      name,
      legendgroup: `${entry}`,
      x: bins.map(({ confidence }) => inPercent(confidence)),
      y: bins.map(({ accuracy }) => inPercent(accuracy)),
      customdata: bins.map(({ count }) => count),
      line: { color: colour, width: 2 },
      // A point of few images is small, because it means little.
      marker: {
        color: colour,
        size: bins.map(({ count }) => short(4 + 8 * Math.sqrt(count / total))),
        line: { width: 0 },
      },
      cliponaxis: false,
      hovertemplate: `${name}<br>mean confidence %{x:.1f}%<br>accuracy %{y:.1f}%<br>%{customdata:,} images<extra></extra>`,
    });
    data.push({
      type: 'bar',
      xaxis: 'x',
      yaxis: 'y2',
      legendgroup: `${entry}`,
      showlegend: false,
      x: bins.map(({ lower, upper }) => inPercent((lower + upper) / 2)),
      y: bins.map(({ count }) => inPercent(count / total)),
      customdata: bins.map((bin) => [formatCount(bin.count), inPercent(bin.lower), inPercent(bin.upper)]),
      marker: { color: colour },
      hovertemplate: `${name}<br>confidence %{customdata[1]:.0f}% to %{customdata[2]:.0f}%<br>%{customdata[0]} images<extra></extra>`,
    });
  });
  const errors = entries.map(
    ({ name, calibration }) => `${name} ${formatPercent(calibration.expectedCalibrationError)}`,
  );
  return {
    name: 'reliability',
    description:
      `Reliability diagram: accuracy of the predictions by their confidence. ` +
      `Expected calibration error: ${listOf(errors)}.`,
    data,
    layout: {
      ...figureLayout({
        title: 'Reliability diagram',
        subtitle: `expected calibration error ${entries.map(({ calibration }) => formatPercent(calibration.expectedCalibrationError)).join(' → ')}`,
        height: 580,
        legend: true,
      }),
      bargap: 0.1,
      xaxis: percentAxis({
        title: 'Confidence',
        range: [0, 102],
        anchor: 'y2',
        fixedrange: true,
      }),
      yaxis: percentAxis({
        title: 'Accuracy',
        range: [0, 103],
        domain: [0.3, 1],
        fixedrange: true,
      }),
      yaxis2: percentAxis({
        title: 'Images',
        range: [0, 100],
        domain: [0, 0.22],
        nticks: 3,
        fixedrange: true,
      }),
    },
  };
}
