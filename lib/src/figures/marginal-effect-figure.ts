import { accent, plainColour, wrongColour } from '../colours/palette.js';
import { mean } from '../evaluation/statistics.js';
import { countOf, formatPercent } from '../text/format.js';
import type { Figure } from './figure.js';
import { categoriesOf, optionText, type SweptOption, type SweptPoint } from './swept-option.js';
import { escapeText, inPercent, short } from './text.js';
import { axis, figureLayout, percentAxis } from './theme.js';

/**
 * Accuracy against one option of a sweep: a point per configuration, and the mean per value or, if the option is
 * drawn from a range, per quarter of the configurations.
 *
 * @throws {RangeError} if there are no configurations, or the numbers of values and configurations differ.
 *
 * @example
 * const figure = marginalEffectFigure(
 *   { name: 'batchSize', scale: 'categories', values: [64, 128] },
 *   [{ name: '#1', accuracy: 0.95, isStopped: false }, { name: '#2', accuracy: 0.96, isStopped: false }],
 * );
 */
export function marginalEffectFigure(option: SweptOption, points: readonly SweptPoint[]): Figure {
  if (points.length === 0 || option.values.length !== points.length)
    throw new RangeError(
      `Drawing the effect of ${option.name}: expected as many values as configurations, 1 or more, but found ${option.values.length} and ${points.length}.`,
    );
  const isNumber = option.scale !== 'categories';
  const groups = isNumber ? numberGroups(option, points) : categoryGroups(option, points);
  const means = groups.map(({ accuracies }) => mean(accuracies));
  const part = explainedPart(groups);
  const x = (value: unknown) => (isNumber ? (value as number) : escapeText(optionText(value)));
  const places = points
    .map((_, index) => index)
    .filter((index) => !isNumber || typeof option.values[index] === 'number');
  const dots = (isStopped: boolean) => {
    const own = places.filter((index) => points[index]!.isStopped === isStopped);
    return {
      type: 'scatter',
      mode: 'markers',
      showlegend: false,
      x: own.map((index) => x(option.values[index])),
      y: own.map((index) => inPercent(points[index]!.accuracy)),
      text: own.map((index) => escapeText(points[index]!.name)),
      marker: {
        size: 7,
        opacity: 0.75,
        color: isStopped ? plainColour : accent.anywhere,
        symbol: isStopped ? 'circle-open' : 'circle',
      },
      hovertemplate: `%{text}${isStopped ? ', stopped early' : ''}<br>%{x}: %{y:.2f}%<extra></extra>`,
    };
  };
  return {
    name: 'marginal-effect',
    description:
      `Validation accuracy of ${countOf(places.length, 'configuration')} by ${option.name}: ` +
      `means from ${formatPercent(Math.min(...means))} to ${formatPercent(Math.max(...means))}.`,
    data: [
      ...[dots(true), dots(false)].filter(({ x: own }) => own.length > 0),
      {
        type: 'scatter',
        // A line between unordered values would suggest a trend.
        mode:
          isNumber || option.values.every((value) => typeof value === 'number') ? 'lines+markers' : 'markers',
        showlegend: false,
        x: groups.map((group) => (typeof group.x === 'number' ? short(group.x) : escapeText(group.x))),
        y: means.map(inPercent),
        line: { color: wrongColour, width: 2 },
        marker: { size: 9, symbol: 'diamond', color: wrongColour },
        hovertemplate: 'mean, %{x}<br>%{y:.2f}%<extra></extra>',
      },
    ],
    layout: {
      ...figureLayout({
        title: escapeText(option.name.length > 36 ? `${option.name.slice(0, 35)}…` : option.name),
        subtitle:
          part === undefined
            ? countOf(places.length, 'configuration')
            : `explains ${formatPercent(part, 0)} of the variance`,
        height: 300,
      }),
      xaxis: isNumber
        ? axis(
            option.scale === 'logarithmic'
              ? logarithmicAxis(places.map((index) => option.values[index] as number))
              : {},
          )
        : axis({
            type: 'category',
            categoryorder: 'array',
            categoryarray: categoriesOf(option).map(escapeText),
          }),
      yaxis: percentAxis({}),
    },
  };
}

/** Ticks at 1, 2 and 5 of each power of ten, in full. */
function logarithmicAxis(values: readonly number[]) {
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const marks: number[] = [];
  for (let power = Math.floor(Math.log10(lowest)); power <= Math.ceil(Math.log10(highest)); power++)
    for (const digit of [1, 2, 5]) marks.push(Number(`${digit}e${power}`));
  const within = marks.filter((mark) => mark >= lowest * 0.8 && mark <= highest * 1.25);
  return { type: 'log', tickvals: within, ticktext: within.map(String) };
}

interface Group {
  readonly x: number | string;
  readonly accuracies: readonly number[];
}

function categoryGroups(option: SweptOption, points: readonly SweptPoint[]): Group[] {
  return categoriesOf(option).map((category) => ({
    x: category,
    accuracies: points
      .filter((_, index) => optionText(option.values[index]) === category)
      .map(({ accuracy }) => accuracy),
  }));
}

/**
 * Divides the configurations into four equal groups, or fewer if a group would have fewer than three
 * configurations.
 */
function numberGroups({ values, scale }: SweptOption, points: readonly SweptPoint[]): Group[] {
  const pairs = points
    .map(({ accuracy }, index) => ({ value: values[index], accuracy }))
    .filter((pair): pair is { value: number; accuracy: number } => typeof pair.value === 'number')
    .sort((left, right) => left.value - right.value);
  const count = Math.max(1, Math.min(4, Math.floor(pairs.length / 3)));
  return Array.from({ length: count }, (_, group) =>
    pairs.slice(Math.floor((group * pairs.length) / count), Math.floor(((group + 1) * pairs.length) / count)),
  )
    .filter((members) => members.length > 0)
    .map((members) => ({
      x:
        scale === 'logarithmic'
          ? Math.exp(mean(members.map(({ value }) => Math.log(value))))
          : mean(members.map(({ value }) => value)),
      accuracies: members.map(({ accuracy }) => accuracy),
    }));
}

/** Fraction of the variance between the groups, adjusted for chance (Kelley 1935). */
function explainedPart(groups: readonly Group[]): number | undefined {
  const all = groups.flatMap(({ accuracies }) => accuracies);
  if (groups.length < 2 || all.length <= groups.length) return undefined;
  const squares = (values: readonly number[]) => {
    const middle = mean(values);
    return values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  };
  const within =
    groups.reduce((sum, { accuracies }) => sum + squares(accuracies), 0) / (all.length - groups.length);
  const total = squares(all) / (all.length - 1);
  return total > 0 ? Math.max(0, 1 - within / total) : undefined;
}
