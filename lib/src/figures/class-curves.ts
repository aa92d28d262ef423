import { classColour } from './colours.js';
import type { PlotlyTrace } from './figure.js';
import { escapeText, short } from './text.js';

/** What is drawn of an evaluation. */
export interface RankedPredictions {
  /** True classes, N. */
  readonly labels: Uint8Array;
  /** N × classes, row-major. */
  readonly probabilities: Float32Array;
  readonly classNames: readonly string[];
}

/** A curve of one class. */
export interface ClassCurve {
  /** Name of the class. */
  readonly name: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Area under the curve, or average precision; NaN where there is none. */
  readonly score: number;
}

/** More classes than this have no legend, which would leave no room for the plot; the pointer tells them. */
export const legendLimit = 20;

/** Shorter moves are not seen: a part of each axis, which goes from 0 to 1. */
const smallestMove = 1 / 150;

/** Curves in the colours of their classes, as steps, thinned to what a screen can show. */
export function classCurves(
  curves: readonly ClassCurve[],
  { score, hover, shape }: { score: string; hover: string; shape: 'hv' | 'vh' },
): PlotlyTrace[] {
  return curves.map((curve, classIndex) => {
    const kept = thin(curve.x, curve.y);
    const name = escapeText(curve.name);
    const value = Number.isFinite(curve.score) ? curve.score.toFixed(4) : 'none';
    return {
      type: 'scatter',
      mode: 'lines',
      name: `${name} ${value}`,
      x: kept.map((index) => short(curve.x[index]!)),
      y: kept.map((index) => short(curve.y[index]!)),
      line: { color: classColour(classIndex), width: 2, shape },
      hovertemplate: `<b>${name}</b>, ${score} ${value}<br>${hover}<extra></extra>`,
    };
  });
}

/**
 * Keeps the first point, the last, and those at which the curve has moved far enough to be seen, or, where x is small
 * and a logarithmic scale draws it large, at which x has grown by a quarter.
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

/** The curves of the smallest score and of the largest, leaving out classes without one. */
export function scoreExtremes(
  curves: readonly ClassCurve[],
): { lowest: ClassCurve; highest: ClassCurve } | undefined {
  const scored = curves
    .filter((curve) => Number.isFinite(curve.score))
    .sort((left, right) => left.score - right.score);
  const [lowest, highest] = [scored[0], scored.at(-1)];
  return lowest === undefined || highest === undefined ? undefined : { lowest, highest };
}
