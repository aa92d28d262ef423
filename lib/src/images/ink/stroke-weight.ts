import type { FloatImage } from '../grey-image.js';

/**
 * Mean stroke width in pixels: twice the ink's area divided by the length of its outline. The outline's
 * length is the image's total variation (coarea formula), so soft edges are measured correctly.
 *
 * @param ink From 0 (paper) to 1. Outside the image, there is no ink.
 */
export function strokeWidth({ values, rows, columns }: FloatImage): number {
  const at = (row: number, column: number) =>
    row < 0 || column < 0 || row >= rows || column >= columns ? 0 : values[row * columns + column]!;
  let area = 0;
  let outline = 0;
  for (let row = -1; row < rows; row++) {
    for (let column = -1; column < columns; column++) {
      const value = at(row, column);
      area += value;
      const across = at(row, column + 1) - value;
      const down = at(row + 1, column) - value;
      // Several times as fast as Math.hypot.
      outline += Math.sqrt(across * across + down * down);
    }
  }
  return outline > 0 ? (2 * area) / outline : 0;
}

/**
 * Makes every stroke wider (or finer, with a negative change) by the same amount, without moving it.
 *
 * @param ink 0 (paper) to 1.
 * @param change Change of the width in pixels.
 * @returns The ink with a margin, so that wider strokes fit.
 */
export function widenStrokes(ink: FloatImage, change: number): FloatImage {
  const margin = Math.max(0, Math.ceil(change / 2) + 1);
  const rows = ink.rows + 2 * margin;
  const columns = ink.columns + 2 * margin;
  const padded = new Float32Array(rows * columns);
  for (let row = 0; row < ink.rows; row++) {
    const line = ink.values.subarray(row * ink.columns, (row + 1) * ink.columns);
    padded.set(line, (row + margin) * columns + margin);
  }
  const distance = signedDistance({ values: padded, rows, columns });
  const values = distance.map((pixels) => Math.min(1, Math.max(0, 0.5 + change / 2 - pixels)));
  return { values, rows, columns };
}

/**
 * Signed distance of each pixel's centre from the outline of the ink, in pixels: positive outside, negative
 * inside.
 *
 * @param field Values of at least 0.5 are ink.
 * @see Felzenszwalb and Huttenlocher 2012, "Distance Transforms of Sampled Functions".
 */
function signedDistance({ values, rows, columns }: FloatImage): Float32Array {
  const outside = squaredDistance(values, rows, columns, (value) => value >= 0.5);
  const inside = squaredDistance(values, rows, columns, (value) => value < 0.5);
  return outside.map((distance, at) =>
    // The outline is halfway between the centres of neighbouring ink and paper pixels.
    distance > 0 ? Math.sqrt(distance) - 0.5 : 0.5 - Math.sqrt(inside[at]!),
  );
}

function squaredDistance(
  values: Float32Array,
  rows: number,
  columns: number,
  isGoal: (value: number) => boolean,
): Float32Array {
  const far = 1e9;
  const distances = new Float32Array(values.length);
  for (let at = 0; at < values.length; at++) distances[at] = isGoal(values[at]!) ? 0 : far;
  lowerEnvelopes(distances, columns, { count: rows, lineStep: columns, step: 1 });
  lowerEnvelopes(distances, rows, { count: columns, lineStep: 1, step: columns });
  return distances;
}

/** Replaces each line with the lower envelope of parabolas rooted at its values. */
function lowerEnvelopes(
  values: Float32Array,
  length: number,
  { count, lineStep, step }: { readonly count: number; readonly lineStep: number; readonly step: number },
): void {
  const line = new Float64Array(length);
  const places = new Int32Array(length);
  const borders = new Float64Array(length + 1);
  for (let number = 0; number < count; number++) {
    const start = number * lineStep;
    for (let at = 0; at < length; at++) line[at] = values[start + at * step]!;
    let last = 0;
    places[0] = 0;
    borders[0] = Number.NEGATIVE_INFINITY;
    borders[1] = Number.POSITIVE_INFINITY;
    for (let at = 1; at < length; at++) {
      let border = crossing(line, places[last]!, at);
      while (border <= borders[last]!) border = crossing(line, places[--last]!, at);
      places[++last] = at;
      borders[last] = border;
      borders[last + 1] = Number.POSITIVE_INFINITY;
    }
    for (let at = 0, part = 0; at < length; at++) {
      while (borders[part + 1]! < at) part++;
      values[start + at * step] = (at - places[part]!) ** 2 + line[places[part]!]!;
    }
  }
}

function crossing(line: Float64Array, left: number, right: number): number {
  return (line[right]! + right * right - line[left]! - left * left) / (2 * (right - left));
}
