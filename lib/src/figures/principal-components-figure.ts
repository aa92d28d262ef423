import { brightTextColour, labelColour, withOpacity } from '../colours/palette.js';
import type { Dataset } from '../datasets/dataset.js';
import { imageAt } from '../datasets/image-at.js';
import { indicesByClass } from '../datasets/statistics/class-counts.js';
import type { PrincipalComponents } from '../datasets/statistics/principal-components.js';
import { countOf, formatCount, formatPercent } from '../text/format.js';
import { brailleLines } from './braille.js';
import { legendLimit } from './class-curves.js';
import { classColour } from './colours.js';
import type { Figure } from './figure.js';
import { escapeText, short } from './text.js';
import { axis, figureLayout, fontSize } from './theme.js';

/** Options of {@link principalComponentsFigure}. */
export interface PrincipalComponentsOptions {
  /**
   * Maximum number of images, the first of the dataset. Defaults to 1000, which adds about 260 kB to a
   * notebook.
   */
  readonly limit?: number;
}

/**
 * Images at their first two principal components, coloured by class. Hovering shows the image in braille dots.
 *
 * @throws {RangeError} if the coordinates are for another dataset.
 *
 * @example
 * const figure = principalComponentsFigure(dataset.test, principalComponents(dataset.test));
 */
export function principalComponentsFigure(
  dataset: Dataset,
  map: Pick<PrincipalComponents, 'coordinates' | 'explainedVarianceRatio'>,
  { limit = 1000 }: PrincipalComponentsOptions = {},
): Figure {
  const { classNames, rows, columns } = dataset;
  const componentCount = map.explainedVarianceRatio.length;
  if (componentCount < 2 || map.coordinates.length !== dataset.count * componentCount) {
    throw new RangeError(
      `Drawing principal components of ${countOf(dataset.count, 'image')}: expected at least 2 components for each but found ` +
        `${map.coordinates.length} coordinates in ${countOf(componentCount, 'component')}.`,
    );
  }
  const shown = Math.min(limit, dataset.count);
  const at = (index: number, component: number) =>
    short(map.coordinates[index * componentCount + component]!);
  const groups = indicesByClass(dataset)
    .map((indices, classIndex) => ({ classIndex, indices: indices.filter((index) => index < shown) }))
    .filter(({ indices }) => indices.length > 0);
  // Lines of a label are 1.3 times the label's font size apart. The label has a small font, and its text is
  // enlarged by spans, so that there are no gaps between rows of braille.
  const picture = (index: number) => brailleLines(imageAt(dataset, index), rows, columns).join('<br>');
  const data = groups.map(({ indices, classIndex }) => {
    const name = escapeText(classNames[classIndex]!);
    return {
      type: 'scatter',
      mode: 'markers',
      name,
      x: indices.map((index) => at(index, 0)),
      y: indices.map((index) => at(index, 1)),
      marker: { color: classColour(classIndex), size: 6, opacity: 0.8 },
      customdata: indices,
      text: indices.map(picture),
      hovertemplate: `<span style="font-size:13px">${name}, image %{customdata:,}</span><br><br><span style="font-size:14px">%{text}</span><extra></extra>`,
    };
  });
  const [first, second] = map.explainedVarianceRatio;
  const labels = groups.map(({ indices, classIndex }) => ({
    x: median(indices.map((index) => at(index, 0))),
    y: median(indices.map((index) => at(index, 1))),
    name: classNames[classIndex]!,
    colour: classColour(classIndex),
  }));
  const shifts = shiftsOnPhone(
    labels,
    groups.flatMap(({ indices }) => indices),
    at,
  );
  return {
    name: 'principal-components',
    description:
      `Scatter plot of ${formatCount(shown)} of ${countOf(dataset.count, 'image')} by their first two principal components, which explain ` +
      `${formatPercent(first!, 1)} and ${formatPercent(second!, 1)} of the variance, coloured by class.`,
    data,
    layout: {
      ...figureLayout({
        title: 'First two principal components',
        subtitle: `${formatPercent(first! + second!, 0)} of the variance. Point at a dot to see its image`,
        height: 620,
        // Without a legend, the labels in the plot still name the classes.
        legend: groups.length <= legendLimit,
      }),
      dragmode: 'zoom',
      hoverlabel: {
        ...figureLayout({ title: '', height: 620 }).hoverlabel,
        font: { family: brailleFonts, size: 9, color: brightTextColour },
      },
      xaxis: axis({
        title: `First component (${formatPercent(first!, 1)} of the variance)`,
        showticklabels: false,
      }),
      yaxis: axis({ title: `Second component (${formatPercent(second!, 1)})`, showticklabels: false }),
      annotations: labels.map(({ x, y, name, colour }, label) => ({
        x,
        y,
        ...(shifts[label] !== 0 && { yshift: shifts[label] }),
        text: `<b>${escapeText(name)}</b>`,
        showarrow: false,
        bgcolor: withOpacity(labelColour, 0.82),
        bordercolor: colour,
        borderwidth: 2,
        borderpad: 2,
        font: { color: brightTextColour, size: fontSize },
      })),
    },
  };
}

const brailleFonts = "'DejaVu Sans Mono', 'Segoe UI Symbol', 'Apple Braille', monospace";

/** Size of this figure's plot on a phone, where labels are closest to each other. */
const phonePlot = { width: 300, height: 440 };

/** Shifts that keep labels apart on a phone. Too many labels are not shifted: they would leave the plot. */
function shiftsOnPhone(
  labels: readonly { readonly x: number; readonly y: number; readonly name: string }[],
  indices: readonly number[],
  at: (index: number, component: number) => number,
): number[] {
  if (labels.length > legendLimit) return labels.map(() => 0);
  const scale = (component: number, pixels: number) => {
    const values = indices.map((index) => at(index, component));
    const [least, most] = [Math.min(...values), Math.max(...values)];
    return (value: number) => ((value - least) / Math.max(most - least, 1e-9)) * pixels;
  };
  const [across, up] = [scale(0, phonePlot.width), scale(1, phonePlot.height)];
  return labelShifts(labels.map(({ x, y, name }) => ({ x: across(x), y: up(y), length: name.length })));
}

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[values.length >> 1]!;
}

interface PlacedLabel {
  /** Centre of the label, in pixels from the left edge and from the bottom. */
  readonly x: number;
  readonly y: number;
  /** Number of characters of the label. */
  readonly length: number;
}

// Approximate size of bold text of 12 pixels in a frame.
const characterWidth = 7.5;
const frameWidth = 10;
const labelHeight = 20;

/**
 * Shifts in pixels, negative for downwards, so that no label covers another. Labels move down as little as
 * possible.
 */
export function labelShifts(labels: readonly PlacedLabel[]): number[] {
  const shifts = new Array<number>(labels.length).fill(0);
  const placed: { readonly left: number; readonly right: number; readonly y: number }[] = [];
  const fromTop = Array.from(labels.keys()).sort((one, other) => labels[other]!.y - labels[one]!.y);
  for (const index of fromTop) {
    const { x, y, length } = labels[index]!;
    const half = (length * characterWidth + frameWidth) / 2;
    let at = y;
    for (const other of placed) {
      const besides = x + half <= other.left || x - half >= other.right;
      // Labels only move down, so each one can only push later ones further down.
      if (!besides && at > other.y - labelHeight) at = other.y - labelHeight;
    }
    placed.push({ left: x - half, right: x + half, y: at });
    placed.sort((one, other) => other.y - one.y);
    shifts[index] = Math.round(at - y);
  }
  return shifts;
}
