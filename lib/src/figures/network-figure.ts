import type { Sequential } from '@tensorflow/tfjs-node';
import { accent, plainColour } from '../colours/palette.js';
import { inputLength } from '../models/shapes.js';
import { countOf, formatCount, listOf } from '../text/format.js';
import type { Figure, PlotlyTrace } from './figure.js';
import { short } from './text.js';
import { figureLayout, hiddenAxis } from './theme.js';

interface Column {
  readonly title: string;
  /** Units in the layer. */
  readonly size: number;
  /** Vertical positions of the dots that represent the units, from 0 to 1. */
  readonly dots: readonly number[];
}

/** Number of dots for a large layer. Layers of at most this size are drawn completely. */
const dotsOfMany = 12;

/**
 * Draws a network: a column of dots for the pixels and for each dense layer, the last of which is the classes,
 * with lines to every dot of the next column. Large layers have fewer dots and a gap.
 *
 * @throws {RangeError} if the model has no dense layer.
 *
 * @example
 * const figure = networkFigure(model);
 */
export function networkFigure(model: Sequential): Figure {
  const dense = model.layers.filter((layer) => layer.getClassName() === 'Dense');
  if (dense.length === 0)
    throw new RangeError(
      `Drawing a network: expected a model with dense layers but found ${listOf(model.layers.map((layer) => layer.getClassName()))}.`,
    );
  const sizes = [inputLength(model), ...dense.map((layer) => Number(layer.getConfig().units))];
  const columns = sizes.map(
    (size, at): Column => ({ title: titleOf(at, sizes.length), size, dots: dotsFor(size) }),
  );
  const joints = columns.slice(1).map((column, at) => columns[at]!.size * column.size);
  const data: PlotlyTrace[] = [
    ...columns.slice(1).map((column, at) => lines(columns[at]!, column, at)),
    ...columns.map((column, at) => dots(column, at, at === columns.length - 1)),
  ];
  return {
    name: 'network',
    description:
      `Diagram of the network: ${countOf(sizes[0]!, 'input')}${hiddenText(sizes.slice(1, -1))} and ` +
      `${countOf(sizes.at(-1)!, 'output')}, connected by ${listOf(joints.map(formatCount))} weights.`,
    data,
    layout: {
      ...figureLayout({
        title: 'Network architecture',
        subtitle: 'each line is a weight, of which only a few are drawn',
        height: 380,
      }),
      xaxis: { ...hiddenAxis, range: [-0.5, columns.length - 0.5] },
      yaxis: { ...hiddenAxis, range: [-0.14, 1.2] },
      annotations: [
        ...columns.map(({ title, size }, at) => ({
          x: at,
          y: 1.06,
          yanchor: 'bottom',
          showarrow: false,
          text: `<b>${formatCount(size)}</b><br>${title}`,
        })),
        ...joints.map((count, at) => ({
          x: at + 0.5,
          y: -0.04,
          yanchor: 'top',
          showarrow: false,
          text: `${formatCount(count)}<br>weights`,
        })),
      ],
    },
  };
}

function hiddenText(sizes: readonly number[]): string {
  if (sizes.length === 0) return '';
  if (sizes.length === 1) return `, a hidden layer of ${countOf(sizes[0]!, 'unit')}`;
  return `, hidden layers of ${listOf(sizes.map(formatCount))} units`;
}

function titleOf(at: number, count: number): string {
  if (at === 0) return 'pixels';
  return at === count - 1 ? 'classes' : `hidden ${at}`;
}

function dotsFor(size: number): number[] {
  if (size === 1) return [0.5];
  if (size <= dotsOfMany) return Array.from({ length: size }, (_, dot) => short(1 - dot / (size - 1)));
  // A large layer has a gap in the middle, which stands for the other units.
  const half = dotsOfMany / 2;
  const step = 0.4 / (half - 1);
  return Array.from({ length: dotsOfMany }, (_, dot) =>
    short(dot < half ? 1 - dot * step : (dotsOfMany - 1 - dot) * step),
  );
}

function lines(from: Column, to: Column, at: number): PlotlyTrace {
  const ends = from.dots.flatMap((start) => to.dots.map((end) => [start, end] as const));
  return {
    type: 'scatter',
    mode: 'lines',
    x: ends.flatMap(() => [at, at + 1, null]),
    y: ends.flatMap(([start, end]) => [start, end, null]),
    line: { color: plainColour, width: 0.5 },
    opacity: 0.45,
    hoverinfo: 'skip',
  };
}

function dots({ title, size, dots: heights }: Column, at: number, isLast: boolean): PlotlyTrace {
  return {
    type: 'scatter',
    mode: 'markers',
    x: heights.map(() => at),
    y: heights,
    marker: { size: 9, color: isLast ? accent.anywhere : plainColour },
    hovertemplate: `${title}: ${formatCount(size)}<extra></extra>`,
  };
}
