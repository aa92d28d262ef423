import { type BoundingBox, boxAround } from '../image-size.js';
import { type IgnoredMark, largestSize, sizeOf } from './ignored-marks.js';
import type { MeasuredMark } from './measure-marks.js';

/** The marks that form one character. */
export interface Mark {
  readonly box: BoundingBox;
  readonly parts: readonly MeasuredMark[];
}

/** Two marks form one character if the gap between them is at most this fraction of the larger mark's size. */
const touching = 0.1;
/**
 * A part of a character, such as the bar of a 5, joins a mark whose distance is at most this fraction of the larger
 * one's size.
 */
const apart = 0.3;
/**
 * A part has less than this fraction of the other mark's height. Separate characters on one line have similar
 * heights.
 */
const lower = 0.6;
/** A part is at least as long as this fraction of the other mark's size. Smaller marks are specks or full stops. */
const longer = 0.25;
/**
 * Two marks of similar height, side by side, are two characters if their total width is more than this fraction
 * of the larger one's size.
 */
const broad = 0.85;
/** Marks smaller than this fraction of the largest character are specks. */
const least = 0.4;
/** Neighbours on one line overlap vertically by more than this fraction of the smaller height. */
const sameLine = 0.4;
/** A mark with less than this fraction of the ink of its character is a speck and is dropped. */
const speckShare = 0.01;

/**
 * Groups marks into characters. Two marks form one character if they nearly touch: the gap is at most a tenth
 * of the larger one's size. They also form one if one is a part of the other, such as the bar of a 5: less than
 * 60% as tall, at least a quarter as long, and at most 30% of the larger one's size away. However, digits are
 * taller than wide: two separate marks of similar height, side by side, are two characters if their total width
 * exceeds 85% of the larger one's size. Finally, anything far smaller than the largest character is a speck.
 *
 * @returns Characters in reading order: line by line from the top, each from left to right.
 */
export function groupMarks(kept: readonly MeasuredMark[]): {
  readonly marks: readonly Mark[];
  readonly rest: readonly IgnoredMark[];
} {
  let groups: Mark[] = kept.map((part) => ({ box: part.box, parts: [part] }));
  for (let merged = true; merged; ) {
    merged = false;
    for (let one = 0; one < groups.length && !merged; one++) {
      for (let other = one + 1; other < groups.length && !merged; other++) {
        if (!belongTogether(groups[one]!.box, groups[other]!.box)) continue;
        const union = describe([...groups[one]!.parts, ...groups[other]!.parts]);
        groups = groups.filter((_, index) => index !== one && index !== other);
        groups.push(union);
        merged = true;
      }
    }
  }
  const rest: IgnoredMark[] = [];
  const largest = largestSize(groups);
  const marks = groups
    .filter((group) => {
      if (sizeOf(group) >= least * largest) return true;
      rest.push({ kind: 'speck', box: group.box });
      return false;
    })
    .map(withoutSpecks);
  return { marks: inReadingOrder(marks), rest };
}

/**
 * Lines from top to bottom, each from left to right. Going from the left, each character joins the line whose last
 * character overlaps it most vertically, so lines may slope.
 */
function inReadingOrder(marks: readonly Mark[]): Mark[] {
  const lines: Mark[][] = [];
  for (const mark of [...marks].sort((first, second) => first.box.left - second.box.left)) {
    const nearness = lines.map((line) => commonHeight(mark, line.at(-1)!));
    const most = Math.max(...nearness);
    if (most > sameLine) lines[nearness.indexOf(most)]!.push(mark);
    else lines.push([mark]);
  }
  const middle = (line: readonly Mark[]) =>
    line.reduce((sum, { box }) => sum + box.top + box.rows / 2, 0) / line.length;
  return lines.sort((first, second) => middle(first) - middle(second)).flat();
}

/** Vertical overlap of two marks as a fraction of the smaller height. It is negative if there is a gap between them. */
function commonHeight({ box: a }: Mark, { box: b }: Mark): number {
  const common = Math.min(a.top + a.rows, b.top + b.rows) - Math.max(a.top, b.top);
  return common / Math.min(a.rows, b.rows);
}

function belongTogether(a: BoundingBox, b: BoundingBox): boolean {
  const across = Math.max(a.left, b.left) - Math.min(a.left + a.columns, b.left + b.columns);
  const down = Math.max(a.top, b.top) - Math.min(a.top + a.rows, b.top + b.rows);
  const [sizeA, sizeB] = [sizeOf({ box: a }), sizeOf({ box: b })];
  const larger = Math.max(sizeA, sizeB);
  const gap = Math.hypot(Math.max(0, across), Math.max(0, down));
  const [smallerOne, largerOne] = sizeA < sizeB ? [a, b] : [b, a];
  const areSideBySide = across > 0 && smallerOne.rows >= lower * largerOne.rows;
  const width = Math.max(a.left + a.columns, b.left + b.columns) - Math.min(a.left, b.left);
  if (areSideBySide && width > broad * larger) return false;
  if (gap <= touching * larger) return true;
  const isPart = smallerOne.rows < lower * largerOne.rows && sizeOf({ box: smallerOne }) >= longer * larger;
  return isPart && gap <= apart * larger;
}

function describe(parts: readonly MeasuredMark[]): Mark {
  return { parts, box: boxAround(parts.map(({ box }) => box)) };
}

function withoutSpecks({ parts }: Mark): Mark {
  const all = parts.reduce((sum, part) => sum + part.sum, 0);
  return describe(parts.filter((part) => part.sum >= speckShare * all));
}
