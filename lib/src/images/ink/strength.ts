import type { FloatImage } from '../grey-image.js';
import { fillStrokes } from './extremes.js';
import { edgeThreshold } from './threshold.js';

/** One way to take a picture: which side the ink is on, and how wide a stroke may be. */
export interface InkGuess {
  readonly ink: 'dark' | 'light';
  /** Widest stroke, as a share of the picture's longer side. */
  readonly widest: number;
}

/** How much each pixel differs from the paper under it, with what is needed to tell ink from noise. */
export interface InkStrength extends FloatImage {
  readonly guess: InkGuess;
  /** Half-way up the edges of strokes; 0 if nothing differs from the paper. */
  readonly threshold: number;
  /** Standard deviation of the noise. */
  readonly noise: number;
}

/** Ink that differs from the paper by less than so many grey levels is not told from stains. */
const faintest = 10;

/** More light than this is not added to dark corners: it would only show their noise. */
const brightestLamp = 3;

/**
 * Takes the paper away, with its shadows and uneven light: what is left is by how many grey levels each pixel
 * differs from the paper to the side of the ink, as if the whole paper were lit as its best lit part.
 *
 * @param noise Standard deviation of the picture's noise.
 */
export function inkStrength(field: FloatImage, guess: InkGuess, noise: number): InkStrength {
  const { rows, columns } = field;
  const side = Math.max(3, Math.round(guess.widest * Math.max(rows, columns)));
  const paper = fillStrokes(field, guess.ink, side).values;
  const sign = guess.ink === 'dark' ? 1 : -1;
  const values = new Float32Array(paper.length);
  for (let at = 0; at < values.length; at++) values[at] = sign * (paper[at]! - field.values[at]!);
  // In noise the paper's estimate lies at the noise's upper end; most of the picture is paper.
  const bias = percentile(values, 0.5);
  const [black, brightest] = [16, percentile(paper, 0.9)];
  for (let at = 0; at < values.length; at++) {
    const lamp = Math.min(brightestLamp, Math.max(1, (brightest + black) / (paper[at]! + black)));
    values[at] = Math.max(0, values[at]! - bias) * lamp;
  }
  const strength = { values, rows, columns };
  const threshold = edgeThreshold(strength, Math.max(faintest, 5 * noise));
  return { ...strength, guess, noise, threshold: threshold === 0 ? 0 : Math.max(threshold, 4 * noise) };
}

/** The value that a share of all values does not exceed, to a quarter of a grey level. */
export function percentile(values: Float32Array, share: number): number {
  const counts = new Uint32Array(1024);
  for (let at = 0; at < values.length; at++) {
    const step = (4 * values[at]!) | 0;
    counts[step < 0 ? 0 : Math.min(step, 1023)]!++;
  }
  let seen = 0;
  for (let step = 0; step < 1024; step++) {
    seen += counts[step]!;
    if (seen >= share * values.length) return step / 4;
  }
  return 256;
}
