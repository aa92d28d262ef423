import { transparent, withOpacity } from '../colours/palette.js';
import type { Dataset } from '../datasets/dataset.js';
import { classCounts } from '../datasets/statistics/class-counts.js';
import { countOf, formatCount, listOf } from '../text/format.js';
import { classColour } from './colours.js';
import type { Figure } from './figure.js';
import { escapeText, short } from './text.js';
import { axis, figureLayout } from './theme.js';

type Labelled = Pick<Dataset, 'labels' | 'classNames'>;

/**
 * The number of images per class in the training set and, if given, the test set.
 *
 * @param train Shown in full colours.
 * @param test Shown in fainter colours. Has the same classes.
 *
 * @example
 * const figure = classCountsFigure(dataset.train, dataset.test);
 */
export function classCountsFigure(train: Labelled, test?: Labelled): Figure {
  const parts = { training: train, ...(test && { test }) };
  const names = Object.keys(parts) as (keyof typeof parts)[];
  const { classNames } = train;
  const counts = names.map((name) => classCounts(parts[name]!));
  const positions = classNames.map((_, classIndex) => classIndex);
  const data = names.map((name, part) => ({
    type: 'bar',
    orientation: 'h',
    name: name,
    y: positions,
    x: counts[part],
    marker: {
      color: positions.map((classIndex) =>
        withOpacity(classColour(classIndex), 1 - part / (names.length + 0.5)),
      ),
    },
    ...(classNames.length <= 20 && {
      text: counts[part]!.map(formatCount),
      textposition: 'outside',
      textfont: { size: 10 },
      constraintext: 'none',
      cliponaxis: false,
    }),
    customdata: classNames.map(escapeText),
    hovertemplate: `%{customdata}<br>%{x:,} ${name} images<extra></extra>`,
  }));
  const spread = (part: number) => {
    const [least, most] = [Math.min(...counts[part]!), Math.max(...counts[part]!)];
    const total = formatCount(parts[names[part]!]!.labels.length);
    const each = least === most ? formatCount(least) : `${formatCount(least)} to ${formatCount(most)}`;
    return `${total} ${names[part]} images (${each} per class)`;
  };
  return {
    name: 'class-counts',
    description: `Number of images in each of ${countOf(classNames.length, 'class', 'classes')}: ${listOf(names.map((_, part) => spread(part)))}.`,
    data,
    layout: {
      ...figureLayout({
        title: 'Images per class',
        subtitle: listOf(
          names.map(
            (name) =>
              `${formatCount(parts[name]!.labels.length)} ${name} images${name === 'test' ? ' (paler)' : ''}`,
          ),
        ),
        height: 120 + Math.max(15 * names.length, 24) * classNames.length,
      }),
      bargap: 0.15,
      xaxis: axis({
        title: 'Number of images',
        range: [0, short(Math.max(1, ...counts.flat()) * 1.12)],
        fixedrange: true,
        tickformat: ',',
      }),
      yaxis: axis({
        autorange: 'reversed',
        fixedrange: true,
        gridcolor: transparent,
        tickvals: positions,
        ticktext: classNames.map(escapeText),
      }),
    },
  };
}
