import type { BoundingBox } from '../image-size.js';
import type { InkStrength } from './strength.js';

/** A straight, thin line of ruled paper or a form. */
export interface StraightLine {
  /** `'across'` runs from left to right, `'down'` from top to bottom. */
  readonly direction: 'across' | 'down';
  /** First and last pixel along its direction. */
  readonly from: number;
  readonly to: number;
  /** Where it, or its continuation, crosses the left or upper edge, in pixels from the corner. */
  readonly start: number;
  /** Sideways shift in pixels per pixel along the line. */
  readonly slope: number;
  /** Thickness in pixels. */
  readonly thickness: number;
  /** Difference from the paper. */
  readonly strength: number;
  readonly box: BoundingBox;
}

/** Largest slope of a page photographed askew: one in seven, 8°. */
const steepest = 1 / 7;
/** Fraction of the image's width or height that a line must cover, gaps included. */
const shortest = 0.6;
/** The shortest side of a frame, as a fraction of the image's width or height, and in pixels. */
const [shortestSide, fewestPixels] = [0.15, 24];
/** Fraction of a frame's side that no stroke crosses. */
const ownPart = 0.35;
/** Penalty for a missing pixel of a frame's side, in present pixels: the sides have hardly any gaps. */
const gapCost = 4;
/** Maximum number of lines per direction when searching for frames. */
const mostSides = 12;
/** More pairs of lines than this, connected by sides, are a texture. */
const mostFrames = 10;
/**
 * Largest gap between a frame's sides at a corner, as a fraction of the image's longer side and in pixels.
 */
const [nearCorner, nearPixels] = [0.025, 3];
/** Thickest line, as a fraction of the image's longer side. */
const thickest = 0.02;
/** Largest difference in rise, in pixels, between parallel lines. */
const parallel = 8;

/**
 * Finds the lines of ruled or squared paper, which are thin, straight and run from one edge of the image to
 * the other, by a Hough transform of thin runs of ink in each direction.
 *
 * @see Duda and Hart 1972, "Use of the Hough Transformation to Detect Lines and Curves in Pictures".
 */
export function findRuledLines(strength: InkStrength, low: number): StraightLine[] {
  return (['across', 'down'] as const).flatMap((direction) => findLines(strength, low, direction));
}

interface Run {
  readonly along: number;
  readonly middle: number;
  readonly thickness: number;
  readonly strength: number;
}

function findLines(picture: InkStrength, low: number, direction: StraightLine['direction']): StraightLine[] {
  const { rows, columns } = picture;
  const [length, height] = direction === 'across' ? [columns, rows] : [rows, columns];
  const runs = thinRuns(picture, low, direction, Math.max(2, thickest * Math.max(rows, columns)));
  const found: StraightLine[] = [];
  if (runs.length < shortest * length) return found;
  let left = runs;
  const rises = Math.ceil(steepest * length);
  let slopes: readonly [least: number, most: number] = [-rises, rises];
  const used = new Set<Run>();
  while (left.length >= shortest * length && found.length < 200) {
    const best = strongestLine(left, length, height, slopes);
    if (best.votes < shortest * length) break;
    const { slope } = best;
    // The others are parallel to it, or nearly so if the page was photographed askew.
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
    const across = Math.max(1, Math.min(height, Math.ceil(bottom)) - top);
    const box: BoundingBox =
      direction === 'across'
        ? { top, left: 0, rows: across, columns }
        : { top: 0, left: top, rows, columns: across };
    const level = median(near.map((run) => run.strength));
    found.push({
      direction,
      from: 0,
      to: length - 1,
      start: best.start,
      slope,
      thickness,
      strength: level,
      box,
    });
  }
  return found;
}

/**
 * Finds the boxes of forms: lines that meet at four corners and may be crossed by strokes.
 *
 * @returns The sides of each box, at least four.
 */
export function findFrames(strength: InkStrength, low: number): StraightLine[][] {
  const across = findSides(strength, low, 'across');
  const down = across.length < 2 ? [] : findSides(strength, low, 'down');
  const tolerance = Math.max(nearPixels, nearCorner * Math.max(strength.rows, strength.columns));
  const frames: StraightLine[][] = [];
  for (const [index, top] of across.entries()) {
    for (const bottom of across.slice(index + 1)) {
      const sides = down.filter((side) => meets(side, top, tolerance) && meets(side, bottom, tolerance));
      if (sides.length >= 2) frames.push([top, bottom, ...sides]);
    }
  }
  return frames.length <= mostFrames ? frames : [];
}

/** Whether a vertical and a horizontal line both reach their crossing, within the tolerance. */
function meets(down: StraightLine, across: StraightLine, tolerance: number): boolean {
  const column = (down.start + down.slope * across.start) / (1 - down.slope * across.slope);
  const row = across.start + across.slope * column;
  const isOn = ({ from, to }: StraightLine, at: number) => at >= from - tolerance && at <= to + tolerance;
  return isOn(across, column) && isOn(down, row);
}

function findSides(picture: InkStrength, low: number, direction: StraightLine['direction']): StraightLine[] {
  const { rows, columns } = picture;
  const [length, height] = direction === 'across' ? [columns, rows] : [rows, columns];
  const shortestLength = Math.max(fewestPixels, shortestSide * length);
  let left = thinRuns(picture, low, direction, Math.max(2, thickest * Math.max(rows, columns)));
  const found: StraightLine[] = [];
  const rises = Math.ceil(steepest * length);
  let slopes: readonly [least: number, most: number] = [-rises, rises];
  for (let tried = 0; tried < mostSides && left.length >= ownPart * shortestLength; tried++) {
    const { votes, start, slope } = strongestLine(left, length, height, slopes);
    if (votes < ownPart * shortestLength) break;
    const near = new Set(left.filter((run) => Math.abs(run.middle - start - slope * run.along) <= 1.5));
    left = left.filter((run) => !near.has(run));
    const [from, to] = densestStretch(picture, low, direction, { start, slope });
    const inside = [...near].filter(({ along }) => along >= from && along <= to);
    if (to - from + 1 < shortestLength || inside.length < ownPart * (to - from + 1)) continue;
    // The others are parallel to it, or nearly so if the form was photographed askew.
    const rise = Math.round(slope * length);
    if (to - from + 1 >= shortest * length) slopes = [rise - parallel, rise + parallel];
    const thickness = median(inside.map((run) => run.thickness));
    const ends = [start + slope * from, start + slope * to];
    const top = Math.max(0, Math.floor(Math.min(...ends) - thickness / 2));
    const aside = Math.min(height, Math.ceil(Math.max(...ends) + thickness / 2)) - top;
    const along = to - from + 1;
    const box: BoundingBox =
      direction === 'across'
        ? { top, left: from, rows: aside, columns: along }
        : { top: from, left: top, rows: along, columns: aside };
    const level = median(inside.map((run) => run.strength));
    found.push({ direction, from, to, start, slope, thickness, strength: level, box });
  }
  return found;
}

/**
 * The stretch of a line with the most ink, its own or that of strokes crossing it, minus the penalty for
 * gaps.
 */
function densestStretch(
  { values, rows, columns }: InkStrength,
  low: number,
  direction: StraightLine['direction'],
  { start, slope }: Pick<StraightLine, 'start' | 'slope'>,
): readonly [from: number, to: number] {
  const [length, height] = direction === 'across' ? [columns, rows] : [rows, columns];
  const [alongStep, step] = direction === 'across' ? [1, columns] : [columns, 1];
  let [best, sum, since] = [{ sum: 0, from: 0, to: 0 }, 0, 0];
  for (let along = 0; along < length; along++) {
    const middle = Math.round(start + slope * along);
    const isInk = [middle, middle - 1, middle + 1].some(
      (at) => at >= 0 && at < height && values[along * alongStep + at * step]! >= low,
    );
    if (sum <= 0) [sum, since] = [0, along];
    sum += isInk ? 1 : -gapCost;
    if (sum > best.sum) best = { sum, from: since, to: along };
  }
  return [best.from, best.to];
}

/** Runs of ink across the direction that are at most as thick as a line. */
function thinRuns(
  { values, rows, columns }: InkStrength,
  low: number,
  direction: StraightLine['direction'],
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

/** Removes a line except where strokes cross it, where the ink is clearly thicker than the line. */
export function wipeLine(values: Float32Array, picture: InkStrength, low: number, line: StraightLine): void {
  const { rows, columns } = picture;
  const [length, height] = line.direction === 'across' ? [columns, rows] : [rows, columns];
  const [alongStep, step] = line.direction === 'across' ? [1, columns] : [columns, 1];
  const limit = Math.max(line.thickness + 2, 1.6 * line.thickness);
  const overhang = Math.ceil(line.thickness);
  const end = Math.min(length - 1, line.to + overhang);
  for (let along = Math.max(0, line.from - overhang); along <= end; along++) {
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
