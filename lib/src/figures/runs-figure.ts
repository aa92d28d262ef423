import { accent, plainColour } from '../colours/palette.js';
import { formatPercent, listOf } from '../text/format.js';
import type { EpochRecord } from '../training/history.js';
import type { Figure, PlotlyTrace } from './figure.js';
import { escapeText, inPercent, shortAll } from './text.js';
import { axis, figureLayout, percentAxis } from './theme.js';

/** A named training, for {@link runsFigure}. */
export interface NamedRun {
  readonly name: string;
  readonly epochs: readonly Omit<EpochRecord, 'learningRate' | 'seconds'>[];
}

/**
 * The learning curves of two trainings in one figure: loss and accuracy, on the validation images if there are any. The
 * later one is solid, the earlier one dotted.
 *
 * @throws {RangeError} if one of them has no epoch.
 *
 * @example
 * const { epochs } = history;
 * const figure = runsFigure({ name: 'before', epochs }, { name: 'now', epochs });
 */
export function runsFigure(earlier: NamedRun, later: NamedRun): Figure {
  for (const { name, epochs } of [earlier, later]) {
    if (epochs.length === 0)
      throw new RangeError(`Drawing trainings: expected "${name}" to have an epoch but found none.`);
  }
  const data = [earlier, later].flatMap((run) => curves(run, run === later));
  const validated = [earlier, later].every(({ epochs }) => epochs.at(-1)!.validationLoss !== undefined);
  const part = validated ? 'Validation' : 'Training';
  return {
    name: 'runs',
    description: `${part} accuracy of two trainings: ${listOf(
      [earlier, later].map(
        ({ name, epochs }) =>
          `${name} ${formatPercent(accuracyOf(epochs.at(-1)!))} after epoch ${epochs.at(-1)!.epoch}`,
      ),
    )}.`,
    data,
    layout: {
      ...figureLayout({
        title: 'Two trainings',
        subtitle: validated ? 'on the validation images' : 'on the images they were trained on',
        height: 460,
        legend: true,
      }),
      xaxis: axis({ title: 'Epoch', anchor: 'y2', tickformat: 'd' }),
      yaxis: axis({ title: 'Loss', domain: [0.54, 1], rangemode: 'tozero' }),
      yaxis2: percentAxis({ title: 'Accuracy', domain: [0, 0.46] }),
    },
  };
}

type Epoch = NamedRun['epochs'][number];

const accuracyOf = (epoch: Epoch) => epoch.validationAccuracy ?? epoch.accuracy;
const lossOf = (epoch: Epoch) => epoch.validationLoss ?? epoch.loss;

function curves({ name, epochs }: NamedRun, isLater: boolean): PlotlyTrace[] {
  const style = {
    type: 'scatter',
    mode: 'lines+markers',
    name: escapeText(name),
    legendgroup: isLater ? 'later' : 'earlier',
    x: epochs.map(({ epoch }) => epoch),
    line: { color: isLater ? accent.anywhere : plainColour, width: 2, dash: isLater ? 'solid' : 'dot' },
    marker: { size: 5 },
  };
  const hover = (what: string, format: string) =>
    `${escapeText(name)}, epoch %{x}<br>${what} %{y:${format}<extra></extra>`;
  return [
    { ...style, y: shortAll(epochs.map(lossOf)), hovertemplate: hover('loss', '.4f}') },
    {
      ...style,
      yaxis: 'y2',
      showlegend: false,
      y: epochs.map((epoch) => inPercent(accuracyOf(epoch))),
      hovertemplate: hover('accuracy', '.2f} %'),
    },
  ];
}
