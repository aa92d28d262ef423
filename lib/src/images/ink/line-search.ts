import type { InkStrength } from './strength.js';

/** `'across'` runs from left to right, `'down'` from top to bottom. */
export type Direction = 'across' | 'down';

/** A run of ink that crosses the direction of a line. */
export interface Run {
  /** Pixel along the direction. */
  readonly along: number;
  /** Middle of the run in pixels across the direction. */
  readonly middle: number;
  /** Length of the run in pixels. */
  readonly thickness: number;
  /** Largest strength of the run's pixels. */
  readonly strength: number;
}

/** Largest slope of a line, if the page was photographed askew: one in seven, or 8°. */
const steepest = 1 / 7;
/** Thickest line, as a fraction of the image's longer side. */
const thickest = 0.02;
/** Largest difference, in pixels, between how far two parallel lines rise or fall across the image. */
const parallel = 8;

/**
 * Finds straight lines among thin runs of ink, the strongest first, by a Hough transform. Runs vote for the lines
 * through them. Votes are counted once, and those of runs that are removed are subtracted.
 *
 * @see Duda and Hart 1972, "Use of the Hough Transformation to Detect Lines and Curves in Pictures".
 */
export class LineSearch {
  /** Size of the image along and across the direction, in pixels. */
  readonly length: number;
  readonly height: number;
  /** The runs that were not removed, in order along the direction. */
  runs: readonly Run[];
  private readonly all: readonly Run[];
  private readonly steepestRise: number;
  private readonly offset: number;
  private readonly bins: number;
  /** For each rise over the image's length, the votes for each start of a line. Counted at the first search. */
  private votes: Uint16Array | undefined;
  /** For each rise, a number of votes that no line exceeds. */
  private readonly limits: Uint16Array;
  private rises: readonly [least: number, most: number];

  constructor(
    strength: InkStrength,
    low: number,
    readonly direction: Direction,
  ) {
    const { rows, columns } = strength;
    [this.length, this.height] = direction === 'across' ? [columns, rows] : [rows, columns];
    this.steepestRise = Math.ceil(steepest * this.length);
    this.offset = this.steepestRise + parallel;
    this.bins = this.height + 2 * this.offset + 3;
    this.limits = new Uint16Array(2 * this.offset + 1);
    this.all = thinRuns(strength, low, direction);
    this.runs = this.all;
    this.rises = [-this.steepestRise, this.steepestRise];
  }

  /** Puts all runs back and searches all slopes again. */
  restart(): void {
    if (this.runs !== this.all) this.votes = undefined;
    this.runs = this.all;
    this.rises = [-this.steepestRise, this.steepestRise];
  }

  /** Restricts the search to lines that are parallel to a slope, or nearly so if the page was photographed askew. */
  searchParallels(slope: number): void {
    const rise = Math.round(slope * this.length);
    const limit = this.offset;
    this.rises = [Math.max(-limit, rise - parallel), Math.min(limit, rise + parallel)];
  }

  /** The line with the most votes, and among equals the straightest. */
  strongest(): { readonly votes: number; readonly start: number; readonly slope: number } {
    const votes = this.counted();
    const { limits, offset, bins, length } = this;
    const [least, most] = this.rises;
    let best = { votes: 0, start: 0, slope: 0 };
    for (let rise = least; rise <= most; rise++) {
      if (limits[rise + offset]! < best.votes) continue;
      const slope = rise / length;
      const row = (rise + offset) * bins;
      let largest = 0;
      for (let bin = 1; bin < bins - 1; bin++) {
        const at = row + bin;
        const sum = votes[at]! + Math.max(votes[at - 1]!, votes[at + 1]!);
        if (sum > largest) largest = sum;
        const isStraighter = sum === best.votes && Math.abs(slope) < Math.abs(best.slope);
        if (sum > best.votes || isStraighter) best = { votes: sum, start: bin - offset, slope };
      }
      limits[rise + offset] = largest;
    }
    return best;
  }

  /** Removes and returns the runs on a line. */
  take(start: number, slope: number): readonly Run[] {
    const near: Run[] = [];
    const left: Run[] = [];
    for (const run of this.runs)
      (Math.abs(run.middle - start - slope * run.along) <= 1.5 ? near : left).push(run);
    this.runs = left;
    if (this.votes) this.vote(this.votes, near, -1);
    return near;
  }

  private counted(): Uint16Array {
    if (this.votes) return this.votes;
    this.votes = new Uint16Array(this.limits.length * this.bins);
    this.limits.fill(0xffff);
    this.vote(this.votes, this.runs, 1);
    return this.votes;
  }

  private vote(votes: Uint16Array, runs: readonly Run[], change: number): void {
    const { offset, bins, length } = this;
    const alongs = Float64Array.from(runs, ({ along }) => along);
    const middles = Float64Array.from(runs, ({ middle }) => middle + offset + 0.5);
    for (let rise = -offset; rise <= offset; rise++) {
      const slope = rise / length;
      const row = (rise + offset) * bins;
      for (let at = 0; at < alongs.length; at++)
        votes[row + ((middles[at]! - slope * alongs[at]!) | 0)]! += change;
    }
  }
}

/** Runs of ink across the direction that are at most as thick as a line. */
function thinRuns({ values, rows, columns }: InkStrength, low: number, direction: Direction): Run[] {
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
        if (start < 0) {
          start = at;
          peak = value;
        } else if (value > peak) peak = value;
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
