import type { FloatImage } from '../grey-image.js';

/**
 * The standard deviation of a picture's noise, from what a mask that is blind to even slopes leaves of it. The
 * median of absolute values is taken rather than their mean, so that strokes do not count as noise.
 *
 * @see Immerkær 1996, "Fast Noise Variance Estimation".
 */
export function noiseLevel({ values, rows, columns }: FloatImage): number {
  const counts = new Uint32Array(1024);
  let total = 0;
  for (let row = 1; row < rows - 1; row++) {
    for (let at = row * columns + 1; at < (row + 1) * columns - 1; at++) {
      const around = values[at - 1]! + values[at + 1]! + values[at - columns]! + values[at + columns]!;
      const corners =
        values[at - columns - 1]! +
        values[at - columns + 1]! +
        values[at + columns - 1]! +
        values[at + columns + 1]!;
      counts[Math.min(1023, Math.abs(4 * values[at]! - 2 * around + corners) | 0)]!++;
      total++;
    }
  }
  let seen = 0;
  let median = 0;
  while (median < 1023 && seen + counts[median]! <= total / 2) seen += counts[median++]!;
  // The mask multiplies noise by 6; of a normal distribution half lies within 0.6745 standard deviations.
  return median / (6 * 0.6745);
}

/**
 * The strength at which a stroke's edge is crossed: the mean of all strengths, each weighed by how steep the
 * picture is there. However few pixels are ink, it lies half-way up their edges.
 *
 * @param floor Steepness that noise alone has; less than that does not count.
 * @returns 0 if nothing is steeper.
 * @see Kittler, Illingworth and Föglein 1985, "Threshold Selection Based on a Simple Image Statistic".
 */
export function edgeThreshold({ values, rows, columns }: FloatImage, floor: number): number {
  let [weighted, weights] = [0, 0];
  for (let row = 1; row < rows - 1; row++) {
    for (let at = row * columns + 1; at < (row + 1) * columns - 1; at++) {
      const across = Math.abs(values[at + 1]! - values[at - 1]!);
      const down = Math.abs(values[at + columns]! - values[at - columns]!);
      const steepness = Math.max(across, down);
      if (steepness <= floor) continue;
      const weight = steepness * steepness;
      weighted += weight * values[at]!;
      weights += weight;
    }
  }
  return weights > 0 ? weighted / weights : 0;
}
