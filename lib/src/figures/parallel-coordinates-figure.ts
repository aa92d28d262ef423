import { accent, plainColour } from '../colours/palette.js';
import { countOf, formatPercent } from '../text/format.js';
import type { Figure } from './figure.js';
import { categoriesOf, optionText, type SweptOption, type SweptPoint } from './swept-option.js';
import { escapeText, inPercent, short } from './text.js';
import { figureLayout } from './theme.js';

/**
 * Each configuration of a sweep as a line through its values and its accuracy. Dragging along an axis filters the lines.
 *
 * @throws {RangeError} if there are no configurations.
 *
 * @example
 * const figure = parallelCoordinatesFigure(
 *   [{ name: 'learningRate', scale: 'logarithmic', values: [0.001, 0.01] }],
 *   [{ name: '#1', accuracy: 0.95, isStopped: false }, { name: '#2', accuracy: 0.96, isStopped: false }],
 * );
 */
export function parallelCoordinatesFigure(
  options: readonly SweptOption[],
  points: readonly SweptPoint[],
): Figure {
  if (points.length === 0)
    throw new RangeError('Drawing parallel coordinates: expected at least one configuration but found none.');
  const accuracies = points.map(({ accuracy }) => inPercent(accuracy));
  const [lowest, highest] = [Math.min(...accuracies), Math.max(...accuracies)];
  // An axis needs two different ends.
  const range = lowest < highest ? [lowest, highest] : [short(lowest - 1), short(highest + 1)];
  // Drop the background of the plot area, which this figure does not have.
  const { plot_bgcolor, ...layout } = figureLayout({
    title: 'Hyperparameters and accuracy',
    subtitle: 'blue is better. Drag along an axis to filter.',
    height: 420,
  });
  return {
    name: 'parallel-coordinates',
    description:
      `${countOf(points.length, 'configuration')} as lines through ${countOf(options.length, 'hyperparameter')}, ` +
      `with validation accuracies from ${formatPercent(Math.min(...points.map(({ accuracy }) => accuracy)))} to ` +
      `${formatPercent(Math.max(...points.map(({ accuracy }) => accuracy)))}.`,
    data: [
      {
        type: 'parcoords',
        line: {
          color: accuracies,
          colorscale: [
            [0, plainColour],
            [1, accent.anywhere],
          ],
          cmin: range[0],
          cmax: range[1],
        },
        labelside: 'top',
        dimensions: [...options.map(dimension), { label: 'accuracy (%)', values: accuracies, range }],
      },
    ],
    layout: { ...layout, margin: { l: 70, r: 50, t: 110, b: 30 } },
  };
}

function dimension(option: SweptOption) {
  const label = escapeText(option.name);
  if (option.scale === 'categories' || !option.values.some((value) => typeof value === 'number')) {
    const categories = categoriesOf(option);
    return {
      label,
      values: option.values.map((value) => categories.indexOf(optionText(value))),
      range: [-0.2, categories.length - 0.8],
      tickvals: categories.map((_, index) => index),
      ticktext: categories.map(escapeText),
    };
  }
  const isLogarithmic = option.scale === 'logarithmic';
  const place = (value: number) => short(isLogarithmic ? Math.log10(value) : value);
  const numbers = option.values.filter((value): value is number => typeof value === 'number');
  const [lowest, highest] = [Math.min(...numbers), Math.max(...numbers)];
  const [from, to] = [place(lowest), place(highest)];
  const span = to > from ? to - from : 1;
  // Configurations without the option are placed below the others.
  const below = short(from - span / 5);
  const hasNone = numbers.length < option.values.length;
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => from + part * span);
  return {
    label,
    values: option.values.map((value) => (typeof value === 'number' ? place(value) : below)),
    range: [hasNone ? below : from, short(from + span)],
    tickvals: [...(hasNone ? [below] : []), ...ticks.map(short)],
    ticktext: [
      ...(hasNone ? ['none'] : []),
      ...ticks.map((tick) => String(Number((isLogarithmic ? 10 ** tick : tick).toPrecision(2)))),
    ],
  };
}
