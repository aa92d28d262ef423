import { accent, plainColour, textColour, wrongColour } from '../colours/palette.js';
import { countOf, formatPercent } from '../text/format.js';
import type { EpochRecord, History } from '../training/history.js';
import type { Figure, FigureNaming, PlotlyTrace } from './figure.js';
import { inPercent, short, shortAll } from './text.js';
import { axis, figureLayout, percentAxis } from './theme.js';

/**
 * Loss, accuracy and learning rate after each epoch, with the best epoch marked.
 *
 * @param naming Name and title of the figure. They default to `'learning-curves'` and `'Learning curves'`.
 *
 * @example
 * const figure = learningCurvesFigure(history);
 */
export function learningCurvesFigure(
  history: Pick<History, 'epochs' | 'bestEpoch'>,
  naming: FigureNaming = {},
): Figure {
  const { epochs, bestEpoch } = history;
  const validated = epochs.some((record) => record.validationLoss !== undefined);
  const best = epochs.find((record) => record.epoch === bestEpoch);
  const x = epochs.map((record) => record.epoch);
  const parts = validated ? (['training', 'validation'] as const) : (['training'] as const);
  const validationKeys = { loss: 'validationLoss', accuracy: 'validationAccuracy' } as const;
  const curve = (part: 'training' | 'validation', what: 'loss' | 'accuracy') => ({
    type: 'scatter',
    mode: epochs.length > 40 ? 'lines' : 'lines+markers',
    name: part,
    legendgroup: part,
    showlegend: what === 'loss',
    xaxis: 'x',
    yaxis: what === 'loss' ? 'y' : 'y2',
    x,
    y: shortAll(
      epochs.map((record) => {
        const value = record[part === 'training' ? what : validationKeys[what]] ?? Number.NaN;
        return value * (what === 'accuracy' ? 100 : 1);
      }),
    ),
    line: {
      color: part === 'training' ? plainColour : accent.anywhere,
      width: 2,
      dash: part === 'training' ? 'dot' : 'solid',
    },
    marker: { size: 5 },
    hovertemplate: `epoch %{x}<br>${part} ${what} %{y${what === 'accuracy' ? ':.2f}%' : ':.4f}'}<extra></extra>`,
  });
  const data: PlotlyTrace[] = [
    ...parts.map((part) => curve(part, 'loss')),
    ...parts.map((part) => curve(part, 'accuracy')),
    {
      type: 'scatter',
      mode: 'lines',
      name: 'learning rate',
      yaxis: 'y3',
      x,
      y: epochs.map((record) => short(record.learningRate)),
      line: { color: textColour, width: 2, shape: 'hvh' },
      showlegend: false,
      hovertemplate: 'epoch %{x}<br>learning rate %{y}<extra></extra>',
    },
  ];
  if (best !== undefined) {
    const marked = {
      type: 'scatter',
      mode: 'markers',
      legendgroup: 'best',
      x: [bestEpoch],
      marker: bestMarker,
    };
    data.push({
      ...marked,
      name: `best epoch (${bestEpoch})`,
      y: [short(best.validationLoss ?? best.loss)],
      hovertemplate: 'best epoch: %{x}<br>loss %{y:.4f}<extra></extra>',
    });
    data.push({
      ...marked,
      showlegend: false,
      yaxis: 'y2',
      y: [inPercent(best.validationAccuracy ?? best.accuracy)],
      hovertemplate: 'best epoch: %{x}<br>accuracy %{y:.2f}%<extra></extra>',
    });
  }
  const range = [Math.min(1, ...x) - 0.4, Math.max(1, ...x) + 0.4];
  return {
    name: naming.name ?? 'learning-curves',
    description: describeHistory(history, best, validated),
    data,
    layout: {
      ...figureLayout({
        title: naming.title ?? 'Learning curves',
        subtitle:
          best === undefined
            ? countOf(epochs.length, 'epoch')
            : `best epoch ${bestEpoch} of ${epochs.length}: ${formatPercent(best.validationAccuracy ?? best.accuracy)} accuracy`,
        height: 600,
        legend: true,
      }),
      xaxis: axis({
        title: 'Epoch',
        range,
        anchor: 'y3',
        tickformat: 'd',
        ...(epochs.length < 12 && { dtick: 1 }),
      }),
      yaxis: axis({ title: 'Loss', domain: [0.6, 1], rangemode: 'tozero' }),
      yaxis2: percentAxis({ title: 'Accuracy', domain: [0.19, 0.56] }),
      yaxis3: axis({
        title: 'Rate',
        domain: [0, 0.15],
        rangemode: 'tozero',
        nticks: 3,
        exponentformat: 'power',
      }),
      shapes:
        best === undefined
          ? []
          : [
              {
                type: 'line',
                xref: 'x',
                yref: 'paper',
                x0: bestEpoch,
                x1: bestEpoch,
                y0: 0,
                y1: 1,
                layer: 'below',
                line: { color: wrongColour, width: 1.5, dash: 'dash' },
              },
            ],
    },
  };
}

const bestMarker = { size: 12, symbol: 'star-diamond', color: wrongColour } as const;

function describeHistory(
  { epochs, bestEpoch }: Pick<History, 'epochs' | 'bestEpoch'>,
  best: EpochRecord | undefined,
  validated: boolean,
): string {
  const first = epochs[0];
  const last = epochs.at(-1);
  if (first === undefined || last === undefined) return 'Learning curves of a run that completed no epoch.';
  const which = validated ? 'validation ' : '';
  const loss = (record: EpochRecord) => (record.validationLoss ?? record.loss).toFixed(4);
  const accuracy = (record: EpochRecord) => formatPercent(record.validationAccuracy ?? record.accuracy);
  const top =
    best === undefined
      ? ''
      : ` The best epoch is ${bestEpoch}, with ${which}loss ${loss(best)} and accuracy ${accuracy(best)}.`;
  return (
    `Learning curves over ${countOf(epochs.length, 'epoch')}: ${which}loss from ${loss(first)} to ${loss(last)}, ` +
    `${which}accuracy from ${accuracy(first)} to ${accuracy(last)}.${top}`
  );
}
