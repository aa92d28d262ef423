import type { BoundingBox } from '../image-size.js';
import { type Direction, LineSearch, type Run } from './line-search.js';
import type { InkStrength } from './strength.js';

/** A straight, thin line of ruled paper or a form. */
export interface StraightLine {
  readonly direction: Direction;
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

/**
 * Finds the lines of ruled or squared paper, which are thin, straight and run from one edge of the image to
 * the other. If there are none, finds the boxes of forms: lines that meet at four corners and may be crossed by
 * strokes.
 *
 * @returns Ruled lines, and the sides of each box, at least four.
 */
export function findLines(
  strength: InkStrength,
  low: number,
): { readonly rules: readonly StraightLine[]; readonly frames: readonly (readonly StraightLine[])[] } {
  const across = new LineSearch(strength, low, 'across');
  const down = new LineSearch(strength, low, 'down');
  const rules = [...findRules(across), ...findRules(down)];
  return { rules, frames: rules.length > 0 ? [] : findFrames(strength, low, across, down) };
}

function findRules(search: LineSearch): StraightLine[] {
  const { length, direction } = search;
  const found: StraightLine[] = [];
  while (search.runs.length >= shortest * length && found.length < mostRules) {
    const { votes, start, slope } = search.strongest();
    if (votes < shortest * length) break;
    search.searchParallels(slope);
    const near = search.take(start, slope);
    const covered = new Set(near.map((run) => run.along)).size;
    const margin = edgeMargin * length;
    const isFromEdgeToEdge = near[0]!.along <= margin && near.at(-1)!.along >= length - 1 - margin;
    if (covered < shortest * length || !isFromEdgeToEdge) continue;
    found.push(lineThrough(near, { direction, start, slope, from: 0, to: length - 1 }, search.height));
  }
  return found;
}

function findFrames(
  strength: InkStrength,
  low: number,
  acrossSearch: LineSearch,
  downSearch: LineSearch,
): StraightLine[][] {
  const across = findSides(strength, low, acrossSearch);
  const down = across.length < 2 ? [] : findSides(strength, low, downSearch);
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

function findSides(picture: InkStrength, low: number, search: LineSearch): StraightLine[] {
  const { length, height, direction } = search;
  const shortestLength = Math.max(fewestPixels, shortestSide * length);
  const found: StraightLine[] = [];
  search.restart();
  for (let tried = 0; tried < mostSides && search.runs.length >= ownPart * shortestLength; tried++) {
    const { votes, start, slope } = search.strongest();
    if (votes < ownPart * shortestLength) break;
    const near = search.take(start, slope);
    const [from, to] = densestStretch(picture, low, direction, { start, slope });
    const inside = near.filter(({ along }) => along >= from && along <= to);
    if (to - from + 1 < shortestLength || inside.length < ownPart * (to - from + 1)) continue;
    if (to - from + 1 >= shortest * length) search.searchParallels(slope);
    found.push(lineThrough(inside, { direction, start, slope, from, to }, height));
  }
  return found;
}

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
  direction: Direction,
  { start, slope }: Pick<StraightLine, 'start' | 'slope'>,
): readonly [from: number, to: number] {
  const [length, height] = direction === 'across' ? [columns, rows] : [rows, columns];
  const [alongStep, step] = direction === 'across' ? [1, columns] : [columns, 1];
  let best = { sum: 0, from: 0, to: 0 };
  let sum = 0;
  let since = 0;
  for (let along = 0; along < length; along++) {
    const middle = Math.round(start + slope * along);
    let isInk = false;
    for (let at = Math.max(0, middle - 1); at <= Math.min(height - 1, middle + 1); at++)
      isInk ||= values[along * alongStep + at * step]! >= low;
    if (sum <= 0) {
      sum = 0;
      since = along;
    }
    sum += isInk ? 1 : -gapCost;
    if (sum > best.sum) best = { sum, from: since, to: along };
  }
  return [best.from, best.to];
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
