import type { FloatImage } from '../grey-image.js';
import { boxAround, overlap } from '../image-size.js';
import { findComponents } from './components.js';
import { groupMarks, type Mark } from './group-marks.js';
import { type IgnoredMark, sortMarks } from './ignored-marks.js';
import { type MeasuredMark, measureMarks } from './measure-marks.js';
import { findLines, type StraightLine, wipeLine } from './ruled-lines.js';
import {
  edgeThreshold,
  edgeWidth,
  faintest,
  type InkGuess,
  type InkStrength,
  inkStrength,
  noiseLevel,
  smooth,
} from './strength.js';

/**
 * Largest stroke widths to try, as fractions of the image's longer side. With a large limit, shadows are mistaken for
 * ink; with a small one, ink is mistaken for paper.
 */
const strokeWidths = [0.4, 0.14] as const;
/**
 * A guess counts less if the strokes of its marks are on average wider than this fraction of the marks' longer sides,
 * because such marks are rarely handwriting.
 */
const heaviest = 0.16;
/** Minimum strength of a stroke's faint parts, as a fraction of the threshold. */
const faintPart = 0.55;
/** Broad strokes are preferred unless fine strokes explain the edges better by this factor. */
const clearlyBetter = 1.25;

/**
 * Edges of this width, as a fraction of the image's longer side, are as wide as strokes, as in an enlarged thumbnail.
 * Photos out of focus have sharper edges; uneven light on empty paper has softer ones.
 */
const [narrowestEdge, widestEdge] = [0.06, 0.3];

/** An image with its noise level, smoothed if it is noisy. */
export interface Prepared {
  readonly field: FloatImage;
  readonly noise: number;
}

/** Measures an image's noise and smooths it if necessary. */
export function prepare(field: FloatImage): Prepared {
  const noise = noiseLevel(field);
  const isGrainy = noise > 1.5 && Math.min(field.rows, field.columns) > 64;
  // The binomial filter reduces noise to three eighths.
  return isGrainy ? { field: smooth(field), noise: noise * 0.375 } : { field, noise };
}

/**
 * Tries dark and light, broad and fine strokes, and keeps the guess that explains most of the image's edges. If edges
 * are as wide as strokes, shadows could not be distinguished from ink, so the paper is assumed to be even.
 */
export function tryGuesses(prepared: Prepared): Candidate {
  const { field } = prepared;
  const better = (widest: InkGuess['widest']) => {
    const [dark, light] = (['dark', 'light'] as const).map((ink) => tryGuess(prepared, { ink, widest }));
    return light!.score * light!.strokes > dark!.score * dark!.strokes ? light! : dark!;
  };
  const width = edgeWidth(field) / Math.max(field.rows, field.columns);
  if (width >= narrowestEdge && width <= widestEdge) {
    const even = better('any');
    if (even.score > 0) return even;
  }
  const [broad, fine] = strokeWidths.map(better);
  return fine!.score > clearlyBetter * broad!.score ? fine! : broad!;
}

type Evidence = Pick<MeasuredMark, 'edge' | 'contrast' | 'crispness' | 'weight'>;

/** The result of trying one guess about ink and strokes. */
export interface Candidate {
  readonly strength: InkStrength;
  readonly labels: Int32Array;
  readonly marks: readonly Mark[];
  readonly ignored: readonly IgnoredMark[];
  /** Sum of the marks' edges, weighted by contrast and crispness. See `credit`. */
  readonly score: number;
  /** How stroke-like the marks are, 0 to 1. */
  readonly strokes: number;
}

/** Removes the paper according to a guess and finds the marks that may be characters. */
export function tryGuess({ field, noise }: Prepared, guess: InkGuess): Candidate {
  const strength = inkStrength(field, guess, noise);
  const nothing = {
    strength,
    labels: new Int32Array(0),
    marks: [],
    ignored: [],
    score: 0,
    strokes: 0,
  };
  if (strength.threshold === 0) return nothing;
  const { rows, columns } = strength;
  let { values } = strength;
  let levels = hysteresis(strength.threshold, noise);
  const { rules, frames } = findLines(strength, levels.low);
  const sides = [...new Set(frames.flat())];
  const lines = [...rules, ...sides];
  if (lines.length > 0) {
    values = values.slice();
    for (const line of lines) wipeLine(values, strength, levels.low, line);
    const threshold = edgeThreshold({ values, rows, columns }, Math.max(faintest, 5 * noise));
    // If all ink is lines, use the threshold of the lines to separate their remnants from paper.
    levels = hysteresis(threshold || strength.threshold, noise);
  }
  const { labels, components } = findComponents({ values, rows, columns }, levels);
  const wiped = { ...strength, values };
  const measured = measureMarks(field, wiped, { labels, components });
  const { kept, ignored, strokes: ignoredStrokes } = sortMarks(measured, labels, rows, columns);
  const { marks, rest } = groupMarks(kept);
  const strokes = [...marks.flatMap(({ parts }) => parts), ...ignoredStrokes, ...sides.map(asStroke)];
  const paper = [
    ...rules.map(({ box }) => ({ kind: 'rule', box }) as const),
    ...frames.map((lines) => ({ kind: 'frame', box: boxAround(lines.map(({ box }) => box)) }) as const),
  ];
  return {
    strength: wiped,
    labels,
    marks,
    ignored: [...paper, ...[...ignored, ...rest].filter((mark) => !isRemnant(mark, lines))],
    score: credit(strokes),
    strokes: likeStrokes(strokes),
  };
}

/**
 * Thresholds of strokes. A stroke has a pixel of at least `high`, and all its pixels, even faint ones, are at
 * least `low`.
 */
function hysteresis(threshold: number, noise: number): { readonly low: number; readonly high: number } {
  const high = Math.max(threshold, 4 * noise);
  return { low: Math.max(faintPart * high, 3 * noise), high };
}

/** Whether a speck is left over from a removed line, as at the corners of a box. */
function isRemnant({ kind, box }: IgnoredMark, lines: readonly StraightLine[]): boolean {
  return kind === 'speck' && lines.some((line) => overlap(line.box, box));
}

function asStroke({ from, to, thickness, strength }: StraightLine): Evidence {
  const length = to - from + 1;
  return { edge: 2 * length * strength, contrast: strength, crispness: 1, weight: thickness / length };
}

/**
 * Scores a guess by the outlines of its marks, weighted by contrast and crispness. Wrong guesses score low:
 * areas between strokes have incomplete outlines, and faint ruled lines have little contrast.
 */
function credit(parts: readonly Evidence[]): number {
  return parts.reduce((sum, { edge, contrast, crispness }) => sum + edge * contrast * crispness ** 2, 0);
}

/**
 * How stroke-like the marks are, 0 to 1: areas between strokes, such as the hole of a 0, are less slender.
 */
function likeStrokes(parts: readonly Evidence[]): number {
  const all = parts.reduce((sum, { edge }) => sum + edge, 0);
  const weight = parts.reduce((sum, part) => sum + part.weight * part.edge, 0) / Math.max(1, all);
  const crisp = parts.reduce((sum, { edge, crispness }) => sum + edge * crispness ** 2, 0);
  return (crisp / Math.max(1, all)) * Math.min(1, heaviest / Math.max(1e-9, weight)) ** 3;
}
