import { countOf } from '../text/format.js';
import { classColour } from './colours.js';
import type { Figure, PlotlyTrace } from './figure.js';
import { escapeText, inPercent } from './text.js';
import { figureLayout, percentAxis } from './theme.js';

interface ClassCurve {
  readonly name: string;
  /** Fractions from 0 to 1, as in `y`. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Area under the curve, or average precision, or NaN if undefined. */
  readonly score: number;
}

/**
 * Maximum number of classes in the legend. For more classes, it is omitted, because it would leave no room
 * for the plot.
 */
export const legendLimit = 20;

/** A point is dropped if x and y together have changed by less than this since the last point kept. */
const smallestMove = 1 / 150;

/** The properties in which ROC curves and precision-recall curves differ. */
interface CurveKind {
  /** Name of the figure. */
  readonly name: string;
  readonly title: string;
  /** The beginning of the figure's description, such as `'ROC curves'`. */
  readonly what: string;
  /** Name of the score. */
  readonly score: string;
  /** Plotly's template for the hover label. */
  readonly hover: string;
  /** Plotly's line shape: whether a step goes across or up first. */
  readonly shape: 'hv' | 'vh';
  readonly xaxis: Readonly<Record<string, unknown>>;
  readonly yaxis: Readonly<Record<string, unknown>>;
}

/**
 * A figure with a curve per class, in the classes' colours. The subtitle has the lowest score, and the
 * description also the highest.
 */
export function classCurvesFigure(curves: readonly ClassCurve[], kind: CurveKind): Figure {
  const scored = curves
    .filter((curve) => Number.isFinite(curve.score))
    .sort((left, right) => left.score - right.score);
  const lowest = scored[0];
  return {
    name: kind.name,
    description: `${kind.what} of ${countOf(curves.length, 'class', 'classes')}${scores(scored, kind)}.`,
    data: curves.map((curve, classIndex) => trace(curve, classIndex, kind)),
    layout: {
      ...figureLayout({
        title: kind.title,
        subtitle: lowest && escapeText(`${kind.score}: lowest ${scoreText(lowest.score)} (${lowest.name})`),
        height: 540,
        legend: curves.length <= legendLimit,
        legendEntryWidth: 102,
      }),
      xaxis: percentAxis(kind.xaxis),
      yaxis: percentAxis(kind.yaxis),
    },
  };
}

/** The lowest and the highest score, for the description. */
function scores(sorted: readonly ClassCurve[], { score }: CurveKind): string {
  const [lowest, highest] = [sorted[0], sorted.at(-1)];
  if (!lowest || !highest) return '';
  const [low, high] = [lowest, highest].map((curve) => scoreText(curve.score));
  return low === high
    ? `: ${score} ${low} for every class`
    : `: ${score} from ${low} (${lowest.name}) to ${high} (${highest.name})`;
}

/** A score with four digits that is not rounded up to 1. */
function scoreText(score: number): string {
  return score < 1 && score >= 0.99995 ? '>0.9999' : score.toFixed(4);
}

/** Start of an axis in percent: a little below the lowest of some fractions. */
export function axisFloor(shares: readonly number[]): number {
  return inPercent(Math.max(0, Math.floor(Math.min(1, ...shares) * 10 - 0.5) / 10));
}

function trace(curve: ClassCurve, classIndex: number, { score, hover, shape }: CurveKind): PlotlyTrace {
  const kept = thin(curve.x, curve.y);
  const name = escapeText(curve.name);
  const value = Number.isFinite(curve.score) ? escapeText(scoreText(curve.score)) : 'none';
  return {
    type: 'scatter',
    mode: 'lines',
    name: `${name}: ${value}`,
    x: kept.map((index) => inPercent(curve.x[index]!)),
    y: kept.map((index) => inPercent(curve.y[index]!)),
    line: { color: classColour(classIndex), width: 2, shape },
    hovertemplate: `<b>${name}</b>, ${score} ${value}<br>${hover}<extra></extra>`,
  };
}

/**
 * Keeps the first and the last point, and each point that is far enough from the previous point kept. A
 * logarithmic scale enlarges small values of x, so there an increase of a quarter is enough.
 */
function thin(x: ArrayLike<number>, y: ArrayLike<number>): number[] {
  const kept = [0];
  for (let index = 1; index < x.length; index++) {
    const last = kept.at(-1)!;
    const moved = Math.abs(y[index]! - y[last]!) + Math.abs(x[index]! - x[last]!);
    const grown = x[index]! > 1.25 * x[last]! && x[index]! < 0.05;
    if (moved >= smallestMove || grown || index === x.length - 1) kept.push(index);
  }
  return kept;
}
