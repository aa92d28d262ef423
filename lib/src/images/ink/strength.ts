import type { FloatImage } from '../grey-image.js';
import { fillStrokes } from './extremes.js';

/** A guess about an image: whether the ink is dark or light, and how wide strokes may be. */
export interface InkGuess {
  readonly ink: 'dark' | 'light';
  /** Widest stroke, as a fraction of the image's longer side; `'any'` if the paper has one grey level. */
  readonly widest: number | 'any';
}

/** How much each pixel differs from the paper behind it, with the levels that separate ink from noise. */
export interface InkStrength extends FloatImage {
  readonly guess: InkGuess;
  /** The level halfway up the strokes' edges; 0 if nothing differs from the paper. */
  readonly threshold: number;
  /** Standard deviation of the noise. */
  readonly noise: number;
}

/** Ink that differs from the paper by fewer grey levels cannot be distinguished from stains. */
export const faintest = 10;

/**
 * Smallest threshold on even paper in standard deviations of noise. The lightest and the darkest pixel of pure noise
 * differ by up to 8 standard deviations.
 */
const clearOfNoise = 8;

/** Largest factor by which dark areas are brightened: more would only amplify their noise. */
const brightestLamp = 3;

/**
 * Removes the paper with its shadows and uneven lighting. Each result pixel is the difference in grey levels
 * from the paper, in the direction of the ink, as if the paper were lit evenly.
 *
 * @param noise Standard deviation of the image's noise.
 */
export function inkStrength(field: FloatImage, guess: InkGuess, noise: number): InkStrength {
  const { rows, columns } = field;
  const isEven = guess.widest === 'any';
  const paper = isEven ? evenPaper(field, guess.ink) : unevenPaper(field, guess.ink, guess.widest);
  const sign = guess.ink === 'dark' ? 1 : -1;
  const values = new Float32Array(paper.length);
  for (let at = 0; at < values.length; at++) values[at] = sign * (paper[at]! - field.values[at]!);
  // Noise makes the estimated paper too light or too dark. The median corrects this, since most of the image
  // is paper.
  const bias = isEven ? 0 : percentile(values, 0.5);
  const [black, brightest] = [16, percentile(paper, 0.9)];
  let level = brightest;
  let lamp = 1;
  for (let at = 0; at < values.length; at++) {
    // Neighbours often have the same paper, and divisions are slow.
    if (paper[at] !== level) {
      level = paper[at]!;
      lamp = Math.min(brightestLamp, Math.max(1, (brightest + black) / (level + black)));
    }
    values[at] = Math.max(0, values[at]! - bias) * lamp;
  }
  const strength = { values, rows, columns };
  // In an enlarged image, the edges of ink may be as gradual as those of stains, so a minimum gradient would lose the
  // ink. On even paper, the level halfway up the edges (the threshold) is compared with `faintest` instead.
  const threshold = edgeThreshold(strength, isEven ? 5 * noise : Math.max(faintest, 5 * noise));
  const isInk = isEven ? threshold >= Math.max(faintest, clearOfNoise * noise) : threshold > 0;
  return { ...strength, guess, noise, threshold: isInk ? threshold : 0 };
}

function unevenPaper(field: FloatImage, ink: InkGuess['ink'], widest: number): Float32Array {
  return fillStrokes(field, ink, Math.max(3, Math.round(widest * Math.max(field.rows, field.columns))))
    .values;
}

/** The grey level of even paper: the lightest one for dark ink, the darkest one for light ink. */
function evenPaper({ values }: FloatImage, ink: InkGuess['ink']): Float32Array {
  const extreme = ink === 'dark' ? Math.max : Math.min;
  return values.slice().fill(values.reduce((most, value) => extreme(most, value)));
}

/**
 * Width of an image's steepest edges in pixels: the distance over which they would span its range of grey levels. It is
 * 2 for edges between neighbouring pixels.
 */
export function edgeWidth({ values, rows, columns }: FloatImage): number {
  const slopes = new Float32Array(values.length);
  for (let row = 1; row < rows - 1; row++) {
    for (let at = row * columns + 1; at < (row + 1) * columns - 1; at++) {
      slopes[at] = steepness(values, at, columns) / 2;
    }
  }
  return (percentile(values, 0.98) - percentile(values, 0.02)) / Math.max(0.25, percentile(slopes, 0.99));
}

/** The difference between the two pixels beside a pixel or, if it is larger, between those above and below. */
function steepness(values: Float32Array, at: number, columns: number): number {
  const across = Math.abs(values[at + 1]! - values[at - 1]!);
  const down = Math.abs(values[at + columns]! - values[at - columns]!);
  return Math.max(across, down);
}

/** The given quantile of the values, to a quarter of a grey level. */
export function percentile(values: Float32Array, share: number): number {
  // Neighbours are often equal, and counting both in the same place would make the second wait for the first.
  const even = new Uint32Array(1024);
  const odd = new Uint32Array(1024);
  for (let at = 0; at < values.length; at++) {
    const step = Math.max(0, Math.min(1023, (4 * values[at]!) | 0));
    if (at & 1) odd[step]!++;
    else even[step]!++;
  }
  let seen = 0;
  for (let step = 0; step < 1024; step++) {
    seen += even[step]! + odd[step]!;
    if (seen >= share * values.length) return step / 4;
  }
  return 256;
}

/**
 * Estimates the standard deviation of an image's noise with a mask that ignores constant slopes. The median
 * of absolute values is used instead of the mean, so that strokes do not count as noise.
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
  // The mask multiplies the standard deviation of noise by 6. Half of a normal distribution is within 0.6745
  // standard deviations.
  return median / (6 * 0.6745);
}

/**
 * The strength halfway up the strokes' edges: the mean strength, weighted by the squared gradient. It does not depend
 * on how much of the image is ink.
 *
 * @param floor Gradients up to this are ignored, because they may be noise or stains.
 * @returns 0 if no gradient is larger.
 * @see Kittler, Illingworth and Föglein 1985, "Threshold Selection Based on a Simple Image Statistic".
 */
export function edgeThreshold({ values, rows, columns }: FloatImage, floor: number): number {
  let weighted = 0;
  let weights = 0;
  for (let row = 1; row < rows - 1; row++) {
    for (let at = row * columns + 1; at < (row + 1) * columns - 1; at++) {
      const gradient = steepness(values, at, columns);
      if (gradient <= floor) continue;
      const weight = gradient * gradient;
      weighted += weight * values[at]!;
      weights += weight;
    }
  }
  return weights > 0 ? weighted / weights : 0;
}

/** Smooths an image with the binomial filter 1 : 2 : 1 along both axes. */
export function smooth({ values, rows, columns }: FloatImage): FloatImage {
  const across = new Float32Array(values.length);
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    for (let column = 0; column < columns; column++) {
      const left = values[start + Math.max(0, column - 1)]!;
      const right = values[start + Math.min(columns - 1, column + 1)]!;
      across[start + column] = (left + 2 * values[start + column]! + right) / 4;
    }
  }
  for (let row = 0; row < rows; row++) {
    const above = Math.max(0, row - 1) * columns;
    const below = Math.min(rows - 1, row + 1) * columns;
    for (let column = 0; column < columns; column++) {
      result[row * columns + column] =
        (across[above + column]! + 2 * across[row * columns + column]! + across[below + column]!) / 4;
    }
  }
  return { values: result, rows, columns };
}
