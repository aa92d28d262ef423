import type { FloatImage } from '../grey-image.js';
import { findComponents } from './components.js';
import { groupMarks, type Mark } from './group-marks.js';
import { type IgnoredMark, sortMarks } from './ignored-marks.js';
import { type MeasuredMark, measureMarks } from './measure-marks.js';
import { findRuledLines, type RuledLine, wipeLine } from './ruled-lines.js';
import {
  edgeThreshold,
  type InkGuess,
  type InkStrength,
  inkStrength,
  noiseLevel,
  smooth,
} from './strength.js';

/** Largest stroke widths to try, as fractions of the longer side: wide takes shadows for ink, narrow takes ink for paper. */
const strokeWidths = [0.4, 0.14] as const;
/** The boldest strokes of handwriting, by the longer side of the character. */
const heaviest = 0.16;
/** The broader are kept unless the finer explain so much more of the picture's edges. */
const clearlyBetter = 1.25;

/** A picture with its noise, which is smoothed where there is some. */
export interface Prepared {
  readonly field: FloatImage;
  readonly noise: number;
}

/** Measures a picture's noise and smooths it. */
export function prepare(field: FloatImage): Prepared {
  const noise = noiseLevel(field);
  const isGrainy = noise > 1.5 && Math.min(field.rows, field.columns) > 64;
  // The binomial filter leaves three eighths of the noise.
  return isGrainy ? { field: smooth(field), noise: noise * 0.375 } : { field, noise };
}

/** Tries dark and light, broad and fine strokes, and takes what explains most of the picture's edges. */
export function tryGuesses(prepared: Prepared): Candidate {
  const [broad, fine] = strokeWidths.map((widest) => {
    const [dark, light] = (['dark', 'light'] as const).map((ink) => tryGuess(prepared, { ink, widest }));
    return light!.score * light!.strokes > dark!.score * dark!.strokes ? light! : dark!;
  });
  return fine!.score > clearlyBetter * broad!.score ? fine! : broad!;
}

/** What a picture shows if a guess is right. */
export interface Candidate {
  readonly strength: InkStrength;
  readonly labels: Int32Array;
  readonly marks: readonly Mark[];
  readonly ignored: readonly IgnoredMark[];
  readonly lines: readonly RuledLine[];
  /** How much of the picture's edges it explains. */
  readonly score: number;
  /** How much what it found looks like strokes, 0 to 1. */
  readonly strokes: number;
}

/** Takes the paper away as one guess says, and finds what then may be characters. */
export function tryGuess({ field, noise }: Prepared, guess: InkGuess): Candidate {
  const strength = inkStrength(field, guess, noise);
  const nothing = {
    strength,
    labels: new Int32Array(0),
    marks: [],
    ignored: [],
    lines: [],
    score: 0,
    strokes: 0,
  };
  if (strength.threshold === 0) return nothing;
  const { rows, columns } = strength;
  let low = Math.max(0.55 * strength.threshold, 3 * noise);
  let high = Math.max(strength.threshold, 4 * noise);
  let values = strength.values;
  const lines = findRuledLines(strength, low);
  if (lines.length > 0) {
    values = strength.values.slice();
    for (const line of lines) wipeLine(values, strength, low, line);
    const threshold = edgeThreshold({ values, rows, columns }, Math.max(10, 5 * noise));
    high = Math.max(threshold, 4 * noise);
    low = Math.max(0.55 * high, 3 * noise);
  }
  const { labels, components } = findComponents({ values, rows, columns }, { low, high });
  const wiped = { ...strength, values };
  const measured = measureMarks(field, wiped, { labels, components });
  const { kept, ignored, frames } = sortMarks(measured, labels, rows, columns);
  const { marks, rest } = groupMarks(kept);
  const strokes = [...marks.flatMap(({ parts }) => parts), ...frames];
  return {
    strength: wiped,
    labels,
    marks,
    ignored: [...ignored, ...rest],
    lines,
    score: credit(strokes),
    strokes: likeStrokes(strokes),
  };
}

/** How well marks fit a guess: by their outlines. Cut-off areas between strokes have outlines too, but incomplete ones. */
function credit(parts: readonly MeasuredMark[]): number {
  return parts.reduce((sum, { edge, crispness }) => sum + edge * crispness ** 2, 0);
}

/** How much marks look like strokes, 0 to 1: areas between strokes, such as a 0's hole, are less slender. */
function likeStrokes(parts: readonly MeasuredMark[]): number {
  const all = parts.reduce((sum, { edge }) => sum + edge, 0);
  const weight = parts.reduce((sum, part) => sum + part.weight * part.edge, 0) / Math.max(1, all);
  return (credit(parts) / Math.max(1, all)) * Math.min(1, heaviest / Math.max(1e-9, weight)) ** 3;
}
