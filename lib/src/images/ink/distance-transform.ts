import type { FloatImage } from '../grey-image.js';

/**
 * Distance of each pixel's centre from the outline of the ink, in pixels: above 0 outside, below 0 inside.
 *
 * @param field Ink is what is at least 0.5.
 * @see Felzenszwalb and Huttenlocher 2012, "Distance Transforms of Sampled Functions".
 */
export function signedDistance({ values, rows, columns }: FloatImage): Float32Array {
  const outside = squaredDistance(values, rows, columns, (value) => value >= 0.5);
  const inside = squaredDistance(values, rows, columns, (value) => value < 0.5);
  return outside.map((distance, at) =>
    // The outline runs half-way between the centres of ink and paper.
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
  const distances = Float32Array.from(values, (value) => (isGoal(value) ? 0 : far));
  lowerEnvelopes(distances, columns, { count: rows, lineStep: columns, step: 1 });
  lowerEnvelopes(distances, rows, { count: columns, lineStep: 1, step: columns });
  return distances;
}

/** Replaces each line by the lower envelope of parabolas that stand on its values. */
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
