import type { BoundingBox } from '../image-size.js';
import type { InkStrength } from './strength.js';

/** A straight, thin line of ruled paper or a form. */
export interface StraightLine {
  /** `'across'` runs from left to right, `'down'` from top to bottom. */
  readonly direction: 'across' | 'down';
  /** First and last pixel of the line along its direction. */
  readonly from: number;
  readonly to: number;
  /** Where the line, or its continuation, crosses the left or upper edge, in pixels from the upper left corner. */
  readonly start: number;
  /** Sideways shift in pixels per pixel along the line. */
  readonly slope: number;
  /** Thickness in pixels. */
  readonly thickness: number;
  /** Median over the line of the difference from the paper, in grey levels. */
  readonly strength: number;
  readonly box: BoundingBox;
}

/** Largest slope of a line, if the page was photographed askew: one in seven, or 8°. */
const steepest = 1 / 7;
/** Fraction of the image's width or height that the ink of a ruled line must cover, without its gaps. */
const shortest = 0.6;
/** Largest distance of a ruled line's ends from the image's edges, as a fraction of its width or height. */
const edgeMargin = 0.03;
/** Maximum number of ruled lines per direction. */
const mostRules = 200;
/** The shortest side of a frame, as a fraction of the image's width or height, and in pixels. */
const [shortestSide, fewestPixels] = [0.15, 24];
/** Minimum fraction of a frame's side that no stroke crosses. */
const ownPart = 0.35;
/**
 * Penalty for a missing pixel in the side of a frame, relative to a present one. Sides have hardly any gaps.
 */
const gapCost = 4;
/** Maximum number of lines per direction when searching for frames. */
const mostSides = 12;
/** If more pairs of lines than this are connected by sides, they are a texture and not frames. */
const mostFrames = 10;
/**
 * Largest gap between a frame's sides at a corner, as a fraction of the image's longer side and in pixels.
 */
const [nearCorner, nearPixels] = [0.025, 3];
/** Thickest line, as a fraction of the image's longer side. */
const thickest = 0.02;
/** Largest difference, in pixels, between how far two parallel lines rise or fall across the image. */
const parallel = 8;

/**
 * Finds the lines of ruled or squared paper, which are thin, straight and run from one edge of the image to
 * the other, by a Hough transform of thin runs of ink in each direction. If there are none, finds the boxes of
 * forms: lines that meet at four corners and may be crossed by strokes.
 *
 * @returns Ruled lines, and the sides of each box, at least four.
 * @see Duda and Hart 1972, "Use of the Hough Transformation to Detect Lines and Curves in Pictures".
 */
export function findLines(
  strength: InkStrength,
  low: number,
): { readonly rules: readonly StraightLine[]; readonly frames: readonly (readonly StraightLine[])[] } {
  const runs = { across: thinRuns(strength, low, 'across'), down: thinRuns(strength, low, 'down') };
  const rules = [...findRules(strength, runs.across, 'across'), ...findRules(strength, runs.down, 'down')];
  return { rules, frames: rules.length > 0 ? [] : findFrames(strength, low, runs) };
}

interface Run {
  readonly along: number;
  readonly middle: number;
  readonly thickness: number;
  readonly strength: number;
}

function findRules(
  { rows, columns }: InkStrength,
  runs: readonly Run[],
  direction: StraightLine['direction'],
): StraightLine[] {
  const [length, height] = direction === 'across' ? [columns, rows] : [rows, columns];
  const found: StraightLine[] = [];
  let left = runs;
  let slopes = allSlopes(length);
  while (left.length >= shortest * length && found.length < mostRules) {
    const { votes, start, slope } = strongestLine(left, length, height, slopes);
    if (votes < shortest * length) break;
    // All other lines are parallel to the first, or nearly so if the page was photographed askew.
    slopes = nearSlope(slope * length);
    const near = left.filter((run) => isNear(run, start, slope));
    left = left.filter((run) => !isNear(run, start, slope));
    const covered = new Set(near.map((run) => run.along)).size;
    const margin = edgeMargin * length;
    // Runs are in order along the line.
    const isFromEdgeToEdge = near[0]!.along <= margin && near.at(-1)!.along >= length - 1 - margin;
    if (covered < shortest * length || !isFromEdgeToEdge) continue;
    found.push(lineThrough(near, { direction, start, slope, from: 0, to: length - 1 }, height));
  }
  return found;
}

function findFrames(
  strength: InkStrength,
  low: number,
  runs: { readonly across: readonly Run[]; readonly down: readonly Run[] },
): StraightLine[][] {
  const across = findSides(strength, low, runs.across, 'across');
  const down = across.length < 2 ? [] : findSides(strength, low, runs.down, 'down');
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

function findSides(
  picture: InkStrength,
  low: number,
  runs: readonly Run[],
  direction: StraightLine['direction'],
): StraightLine[] {
  const { rows, columns } = picture;
  const [length, height] = direction === 'across' ? [columns, rows] : [rows, columns];
  const shortestLength = Math.max(fewestPixels, shortestSide * length);
  const found: StraightLine[] = [];
  let left = runs;
  let slopes = allSlopes(length);
  for (let tried = 0; tried < mostSides && left.length >= ownPart * shortestLength; tried++) {
    const { votes, start, slope } = strongestLine(left, length, height, slopes);
    if (votes < ownPart * shortestLength) break;
    const near = left.filter((run) => isNear(run, start, slope));
    left = left.filter((run) => !isNear(run, start, slope));
    const [from, to] = densestStretch(picture, low, direction, { start, slope });
    const inside = near.filter(({ along }) => along >= from && along <= to);
    if (to - from + 1 < shortestLength || inside.length < ownPart * (to - from + 1)) continue;
    // All other lines are parallel to the first, or nearly so if the form was photographed askew.
    if (to - from + 1 >= shortest * length) slopes = nearSlope(slope * length);
    found.push(lineThrough(inside, { direction, start, slope, from, to }, height));
  }
  return found;
}

type Slopes = readonly [least: number, most: number];

const allSlopes = (length: number): Slopes => {
  const rises = Math.ceil(steepest * length);
  return [-rises, rises];
};
const nearSlope = (rise: number): Slopes => [Math.round(rise) - parallel, Math.round(rise) + parallel];

const isNear = ({ middle, along }: Run, start: number, slope: number) =>
  Math.abs(middle - start - slope * along) <= 1.5;

function lineThrough(
  runs: readonly Run[],
  line: Pick<StraightLine, 'direction' | 'start' | 'slope' | 'from' | 'to'>,
  height: number,
): StraightLine {
  const { direction, start, slope, from, to } = line;
  const thickness = median(runs.map((run) => run.thickness));
  const ends = [start + slope * from, start + slope * to];
  const top = Math.max(0, Math.floor(Math.min(...ends) - thickness / 2));
  const bottom = Math.min(height, Math.ceil(Math.max(...ends) + thickness / 2));
  const [aside, along] = [Math.max(1, bottom - top), to - from + 1];
  const box: BoundingBox =
    direction === 'across'
      ? { top, left: from, rows: aside, columns: along }
      : { top: from, left: top, rows: along, columns: aside };
  return { ...line, thickness, strength: median(runs.map((run) => run.strength)), box };
}

/**
 * The stretch of a line with the most ink, minus a penalty for gaps. Strokes that cross the line count as ink.
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
): Run[] {
  const limit = Math.max(2, thickest * Math.max(rows, columns));
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

function strongestLine(runs: readonly Run[], length: number, height: number, [least, most]: Slopes) {
  const offset = Math.max(Math.abs(least), Math.abs(most));
  const votes = new Uint16Array(height + 2 * offset + 3);
  let best = { votes: 0, start: 0, slope: 0 };
  for (let rise = least; rise <= most; rise++) {
    const slope = rise / length;
    votes.fill(0);
    for (const { middle, along } of runs) votes[(middle - slope * along + offset + 0.5) | 0]!++;
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
