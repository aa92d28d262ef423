import { accent, plainColour } from '../colours/palette.js';
import { formatPercent, listOf } from '../text/format.js';
import type { EpochRecord } from '../training/history.js';
import { classColour } from './colours.js';
import type { Figure, FigureNaming, PlotlyTrace } from './figure.js';
import { escapeText, inPercent, shortAll } from './text.js';
import { axis, figureLayout, percentAxis } from './theme.js';

/** A named training run, for {@link runsFigure}. */
export interface NamedRun {
  readonly name: string;
  readonly epochs: readonly Omit<EpochRecord, 'learningRate' | 'seconds'>[];
}

/**
 * The learning curves of several training runs: loss and accuracy, on the validation set if all runs have
 * one. Of two runs, the first is dotted and the second solid. Three or more have different colours.
 *
 * @param runs At least one, each with at least one epoch.
 * @param naming Name and title of the figure. They default to `'runs'` and `'Two runs'`, with the number of runs.
 * @throws {RangeError} if there are no runs, or a run has no epochs.
 *
 * @example
 * const { epochs } = history;
 * const figure = runsFigure([{ name: 'before', epochs }, { name: 'now', epochs }]);
 */
export function runsFigure(runs: readonly NamedRun[], naming: FigureNaming = {}): Figure {
  if (runs.length === 0) throw new RangeError('Drawing runs: expected at least 1 run but found 0.');
  for (const { name, epochs } of runs) {
    if (epochs.length === 0)
      throw new RangeError(`Drawing runs: expected "${name}" to have at least 1 epoch but found 0.`);
  }
  const validated = runs.every(({ epochs }) => epochs.at(-1)!.validationLoss !== undefined);
  const split = validated ? 'Validation' : 'Training';
  const count = numerals[runs.length] ?? String(runs.length);
  const longest = Math.max(...runs.map(({ epochs }) => epochs.length));
  return {
    name: naming.name ?? 'runs',
    description: `${split} accuracy of ${runs.length === 1 ? 'one run' : `${count} runs`}: ${listOf(
      runs.map(
        ({ name, epochs }) =>
          `${name} ${formatPercent(accuracyOf(epochs.at(-1)!))} after epoch ${epochs.at(-1)!.epoch}`,
      ),
    )}.`,
    data: runs.flatMap((run, at) => curves(run, styleOf(at, runs.length), `run-${at}`)),
    layout: {
      ...figureLayout({
        title: naming.title ?? (runs.length === 1 ? 'One run' : `${capital(count)} runs`),
        subtitle: validated ? 'on the validation images' : 'on the training images',
        height: 460,
        legend: true,
      }),
      xaxis: axis({ title: 'Epoch', anchor: 'y2', tickformat: 'd', ...(longest < 12 && { dtick: 1 }) }),
      yaxis: axis({ title: 'Loss', domain: [0.54, 1], rangemode: 'tozero' }),
      yaxis2: percentAxis({ title: 'Accuracy', domain: [0, 0.46] }),
    },
  };
}

const numerals: Readonly<Record<number, string>> = { 2: 'two', 3: 'three', 4: 'four', 5: 'five' };
const capital = (word: string) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;

type Epoch = NamedRun['epochs'][number];

const accuracyOf = (epoch: Epoch) => epoch.validationAccuracy ?? epoch.accuracy;
const lossOf = (epoch: Epoch) => epoch.validationLoss ?? epoch.loss;

/** Line style of a run. Dash patterns distinguish runs for colour-blind readers. */
function styleOf(at: number, count: number): { readonly color: string; readonly dash: string } {
  if (count > 2) return { color: classColour(at), dash: ['solid', 'dash', 'dot', 'dashdot'][at % 4]! };
  const isLast = at === count - 1;
  return { color: isLast ? accent.anywhere : plainColour, dash: isLast ? 'solid' : 'dot' };
}

function curves(
  { name, epochs }: NamedRun,
  line: ReturnType<typeof styleOf>,
  legendgroup: string,
): PlotlyTrace[] {
  const style = {
    type: 'scatter',
    mode: 'lines+markers',
    name: escapeText(name),
    legendgroup,
    x: epochs.map(({ epoch }) => epoch),
    line: { ...line, width: 2 },
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
      hovertemplate: hover('accuracy', '.2f}%'),
    },
  ];
}
