import type { BoundingBox } from '../image-size.js';
import type { InkStrength } from './strength.js';

/** A straight line across the paper. */
export interface RuledLine {
  /** `'across'` runs from left to right, `'down'` from top to bottom. */
  readonly direction: 'across' | 'down';
  /** Where it starts on the left or upper edge, in pixels from the corner. */
  readonly start: number;
  /** Pixels to the side for each pixel along. */
  readonly slope: number;
  /** In pixels. */
  readonly thickness: number;
  /** How much it differs from the paper. */
  readonly strength: number;
  readonly box: BoundingBox;
}

/** A page that was photographed askew: one in seven, 8°. */
const steepest = 1 / 7;
/** Part of the picture's width or height that a line must cover, interrupted or not. */
const shortest = 0.6;
/** Thickest line, as a share of the picture's longer side. */
const thickest = 0.02;
/** By how many pixels more or less than the first a further line of the same direction may rise. */
const parallel = 8;

/**
 * Finds the lines that paper is ruled or squared with: thin, straight, and from one edge of the picture to the
 * other. Found by a Hough transform of the thin runs of ink, one direction at a time.
 *
 * @see Duda and Hart 1972, "Use of the Hough Transformation to Detect Lines and Curves in Pictures".
 */
export function findRuledLines(strength: InkStrength, low: number): RuledLine[] {
  return (['across', 'down'] as const).flatMap((direction) => findLines(strength, low, direction));
}

interface Run {
  readonly along: number;
  readonly middle: number;
  readonly thickness: number;
  readonly strength: number;
}

function findLines(picture: InkStrength, low: number, direction: RuledLine['direction']): RuledLine[] {
  const { rows, columns } = picture;
  const [length, height] = direction === 'across' ? [columns, rows] : [rows, columns];
  const runs = thinRuns(picture, low, direction, Math.max(2, thickest * Math.max(rows, columns)));
  const found: RuledLine[] = [];
  if (runs.length < shortest * length) return found;
  let left = runs;
  const rises = Math.ceil(steepest * length);
  let slopes: readonly [least: number, most: number] = [-rises, rises];
  const used = new Set<Run>();
  while (left.length >= shortest * length && found.length < 200) {
    const best = strongestLine(left, length, height, slopes);
    if (best.votes < shortest * length) break;
    const { slope } = best;
    // The others are parallel to it, or nearly so where the page was photographed askew.
    const rise = Math.round(slope * length);
    slopes = [rise - parallel, rise + parallel];
    const near = left.filter((run) => Math.abs(run.middle - best.start - slope * run.along) <= 1.5);
    for (const run of near) used.add(run);
    left = left.filter((run) => !used.has(run));
    const covered = new Set(near.map((run) => run.along)).size;
    if (covered < shortest * length) continue;
    const first = near.reduce((least, run) => Math.min(least, run.along), length);
    const last = near.reduce((most, run) => Math.max(most, run.along), 0);
    const margin = 0.03 * length;
    if (first > margin || last < length - 1 - margin) continue;
    const thickness = median(near.map((run) => run.thickness));
    const top = Math.max(0, Math.floor(Math.min(best.start, best.start + slope * length) - thickness / 2));
    const bottom = Math.max(best.start, best.start + slope * length) + thickness / 2;
    const across = Math.min(height, Math.ceil(bottom)) - top;
    const box: BoundingBox =
      direction === 'across'
        ? { top, left: 0, rows: across, columns }
        : { top: 0, left: top, rows, columns: across };
    const level = median(near.map((run) => run.strength));
    found.push({ direction, start: best.start, slope, thickness, strength: level, box });
  }
  return found;
}

/** Runs of ink across the direction that are no thicker than a line. */
function thinRuns(
  { values, rows, columns }: InkStrength,
  low: number,
  direction: RuledLine['direction'],
  limit: number,
): Run[] {
  const [length, height] = direction === 'across' ? [columns, rows] : [rows, columns];
  const [alongStep, step] = direction === 'across' ? [1, columns] : [columns, 1];
  const runs: Run[] = [];
  for (let along = 0; along < length; along++) {
    let start = -1;
    let peak = 0;
    for (let at = 0; at <= height; at++) {
      const value = at < height ? values[along * alongStep + at * step]! : 0;
      if (value >= low) {
        if (start < 0) [start, peak] = [at, 0];
        if (value > peak) peak = value;
      } else if (start >= 0) {
        if (at - start <= limit) {
          runs.push({ along, middle: (start + at - 1) / 2, thickness: at - start, strength: peak });
        }
        start = -1;
      }
    }
  }
  return runs;
}

function strongestLine(
  runs: readonly Run[],
  length: number,
  height: number,
  [least, most]: readonly [number, number],
) {
  const offset = Math.max(Math.abs(least), Math.abs(most));
  const votes = new Uint16Array(height + 2 * offset + 3);
  let best = { votes: 0, start: 0, slope: 0 };
  for (let rise = least; rise <= most; rise++) {
    const slope = rise / length;
    votes.fill(0);
    for (const { middle, along } of runs) votes[Math.round(middle - slope * along) + offset]!++;
    for (let bin = 1; bin < votes.length - 1; bin++) {
      const sum = votes[bin]! + Math.max(votes[bin - 1]!, votes[bin + 1]!);
      const straighter = sum === best.votes && Math.abs(slope) < Math.abs(best.slope);
      if (sum > best.votes || straighter) best = { votes: sum, start: bin - offset, slope };
    }
  }
  return best;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((first, second) => first - second);
  return sorted[sorted.length >> 1] ?? 0;
}

/** Removes a line except where strokes cross it: where the ink is hardly thicker than the line itself. */
export function wipeLine(values: Float32Array, picture: InkStrength, low: number, line: RuledLine): void {
  const { rows, columns } = picture;
  const [length, height] = line.direction === 'across' ? [columns, rows] : [rows, columns];
  const [alongStep, step] = line.direction === 'across' ? [1, columns] : [columns, 1];
  const limit = Math.max(line.thickness + 2, 1.6 * line.thickness);
  for (let along = 0; along < length; along++) {
    const middle = Math.round(line.start + line.slope * along);
    const at = (across: number) => along * alongStep + across * step;
    const isInk = (across: number) => across >= 0 && across < height && picture.values[at(across)]! >= low;
    let first = middle;
    for (let aside = 0; aside <= 2 && !isInk(first); aside++) {
      first = isInk(middle - aside) ? middle - aside : middle + aside;
    }
    if (!isInk(first)) {
      wipe(middle - 1, middle + 1);
      continue;
    }
    let last = first;
    while (isInk(first - 1)) first--;
    while (isInk(last + 1)) last++;
    if (last - first + 1 > limit) continue;
    wipe(first - 1, last + 1);

    function wipe(from: number, to: number): void {
      for (let across = Math.max(0, from); across <= Math.min(height - 1, to); across++)
        values[at(across)] = 0;
    }
  }
}
