import type { BoundingBox } from '../image-size.js';
import type { InkStrength } from './strength.js';

/** A straight, thin line of a paper or form. */
export interface StraightLine {
  /** `'across'` runs from left to right, `'down'` from top to bottom. */
  readonly direction: 'across' | 'down';
  /** First and last pixel along its direction. */
  readonly from: number;
  readonly to: number;
  /** Where it, or what it goes on as, crosses the left or upper edge, in pixels from the corner. */
  readonly start: number;
  /** Pixels to the side for each pixel along. */
  readonly slope: number;
  /** In pixels. */
  readonly thickness: number;
  /** How much it differs from the paper. */
  readonly strength: number;
  readonly box: BoundingBox;
}

/** The lines that a picture's paper is ruled with, and the frames of its form. */
export interface PaperLines {
  readonly rules: readonly StraightLine[];
  /** The four sides of each frame. */
  readonly frames: readonly (readonly StraightLine[])[];
}

/** A page that was photographed askew: one in seven, 8°. */
const steepest = 1 / 7;
/** Part of the picture's width or height that a rule covers, interrupted or not. */
const shortestRule = 0.6;
/** The same of a frame's side. */
const shortestSide = 0.15;
/** Part of a line that nothing crosses. */
const ownPart = 0.35;
/** Lines looked for in one direction where none of them is a rule. */
const mostSides = 12;
/** How far a frame's sides may miss each other, as a share of the picture's longer side. */
const nearCorner = 0.025;
/** Thickest line, as a share of the picture's longer side. */
const thickest = 0.02;
/** By how many pixels more or less than the first a further line of the same direction may rise. */
const parallel = 8;

/**
 * Finds the lines that paper is ruled or squared with, from one edge of the picture to the other, and the
 * frames of forms, four lines that meet at corners. Strokes may cross them. Lines are found by a Hough
 * transform of the thin runs of ink, one direction at a time.
 *
 * @see Duda and Hart 1972, "Use of the Hough Transformation to Detect Lines and Curves in Pictures".
 */
export function findPaperLines(strength: InkStrength, low: number): PaperLines {
  const { rows, columns } = strength;
  const across = findLines(strength, low, 'across');
  const down = findLines(strength, low, 'down');
  const isRule = ({ direction, from, to }: StraightLine) => {
    const length = direction === 'across' ? columns : rows;
    const margin = Math.max(2, 0.015 * length);
    return from <= margin && to >= length - 1 - margin;
  };
  const rules = [...across, ...down].filter(isRule);
  const tolerance = Math.max(3, nearCorner * Math.max(rows, columns));
  const frames = findFrames(
    across.filter((line) => !isRule(line)),
    down.filter((line) => !isRule(line)),
    tolerance,
  );
  return { rules, frames };
}

/** Every two lines across and two down that meet at four corners. */
function findFrames(
  across: readonly StraightLine[],
  down: readonly StraightLine[],
  tolerance: number,
): StraightLine[][] {
  const frames: StraightLine[][] = [];
  for (const [index, top] of across.entries()) {
    for (const bottom of across.slice(index + 1)) {
      const sides = down.filter((side) => meets(side, top, tolerance) && meets(side, bottom, tolerance));
      if (sides.length >= 2) frames.push([top, bottom, ...sides]);
    }
  }
  return frames;
}

/** Whether a line down and one across reach the place where they cross, or nearly so. */
function meets(down: StraightLine, across: StraightLine, tolerance: number): boolean {
  const column = (down.start + down.slope * across.start) / (1 - down.slope * across.slope);
  const row = across.start + across.slope * column;
  const isOn = ({ from, to }: StraightLine, at: number) => at >= from - tolerance && at <= to + tolerance;
  return isOn(across, column) && isOn(down, row);
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
  let left = thinRuns(picture, low, direction, Math.max(2, thickest * Math.max(rows, columns)));
  const found: StraightLine[] = [];
  const rises = Math.ceil(steepest * length);
  let slopes: readonly [least: number, most: number] = [-rises, rises];
  const shortest = shortestSide * length;
  for (let tried = 0; left.length >= ownPart * shortest && tried < 200; tried++) {
    const { votes, start, slope } = strongestLine(left, length, height, slopes);
    if (votes < ownPart * shortest || (tried >= mostSides && votes < shortestRule * length)) break;
    const near = left.filter((run) => Math.abs(run.middle - start - slope * run.along) <= 1.5);
    const used = new Set(near);
    left = left.filter((run) => !used.has(run));
    const [from, to] = densest(picture, low, direction, { start, slope });
    const inside = near.filter(({ along }) => along >= from && along <= to);
    if (to - from + 1 < shortest || inside.length < ownPart * (to - from + 1)) continue;
    if (to - from + 1 >= shortestRule * length) {
      // The others are parallel to it, or nearly so where the page was photographed askew.
      const rise = Math.round(slope * length);
      slopes = [rise - parallel, rise + parallel];
    }
    const thickness = median(inside.map((run) => run.thickness));
    const ends = [start + slope * from, start + slope * to];
    const top = Math.max(0, Math.floor(Math.min(...ends) - thickness / 2));
    const aside = Math.min(height, Math.ceil(Math.max(...ends) + thickness / 2)) - top;
    const box: BoundingBox =
      direction === 'across'
        ? { top, left: from, rows: aside, columns: to - from + 1 }
        : { top: from, left: top, rows: to - from + 1, columns: aside };
    const level = median(inside.map((run) => run.strength));
    found.push({ direction, from, to, start, slope, thickness, strength: level, box });
  }
  return found;
}

/** The stretch of a line that has the most ink, its own or of what crosses it, over what it lacks. */
function densest(
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
    sum += isInk ? 1 : -1;
    if (sum > best.sum) best = { sum, from: since, to: along };
  }
  return [best.from, best.to];
}

/** Runs of ink across the direction that are no thicker than a line. */
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

/**
 * Wipes a line out and leaves the strokes that cross it: only where the ink is hardly thicker than the line
 * itself is it taken away.
 */
export function wipeLine(values: Float32Array, picture: InkStrength, low: number, line: StraightLine): void {
  const { rows, columns } = picture;
  const [length, height] = line.direction === 'across' ? [columns, rows] : [rows, columns];
  const [alongStep, step] = line.direction === 'across' ? [1, columns] : [columns, 1];
  const limit = Math.max(line.thickness + 2, 1.6 * line.thickness);
  const overhang = Math.ceil(line.thickness);
  const last = Math.min(length - 1, line.to + overhang);
  for (let along = Math.max(0, line.from - overhang); along <= last; along++) {
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
    let end = first;
    while (isInk(first - 1)) first--;
    while (isInk(end + 1)) end++;
    if (end - first + 1 > limit) continue;
    wipe(first - 1, end + 1);

    function wipe(from: number, to: number): void {
      for (let across = Math.max(0, from); across <= Math.min(height - 1, to); across++)
        values[at(across)] = 0;
    }
  }
}
