import type { BoundingBox } from '../image-size.js';
import type { MeasuredMark } from './measure-marks.js';

/** A mark that was ignored when characters were looked for. */
export interface IgnoredMark {
  /**
   * - `'rule'`: a ruled line of the paper.
   * - `'frame'`: a box or ring drawn around the character.
   * - `'underline'`: a line drawn under the character.
   * - `'edge'`: an object that crosses the image's edge, such as the table or a finger.
   * - `'shadow'`: a mark with blurred edges.
   * - `'faint'`: far weaker than the rest, such as print that shows through the paper.
   * - `'speck'`: far smaller than the rest.
   */
  readonly kind: 'rule' | 'frame' | 'underline' | 'edge' | 'shadow' | 'faint' | 'speck';
  readonly box: BoundingBox;
}

/** Size of the smallest mark, as a fraction of the image's longer side and in pixels. */
const [smallestShare, smallestSide] = [0.02, 3];

/**
 * Minimum crispness of strokes, absolute and as a fraction of the clearest mark's crispness. Shadows are less crisp.
 * The larger minimum applies. If even the clearest mark is softer than the absolute minimum, as in a blurred image,
 * `softest` is used as the fraction.
 */
const [softest, softestShare] = [0.3, 0.5];

/** Separates marks that may be characters, or parts of them, from all others. */
export function sortMarks(
  marks: readonly MeasuredMark[],
  labels: Int32Array,
  rows: number,
  columns: number,
): {
  readonly kept: readonly MeasuredMark[];
  readonly ignored: readonly IgnoredMark[];
  /** The ignored marks that are pen strokes: frames and underlines. */
  readonly strokes: readonly MeasuredMark[];
} {
  const ignored: IgnoredMark[] = [];
  const strokes: MeasuredMark[] = [];
  const drop = (kind: IgnoredMark['kind'], isOne: (mark: MeasuredMark) => boolean) => {
    kept = kept.filter((mark) => {
      if (!isOne(mark)) return true;
      ignored.push({ kind, box: mark.box });
      if (kind === 'frame' || kind === 'underline') strokes.push(mark);
      return false;
    });
  };
  let kept: readonly MeasuredMark[] = marks;
  const smallest = Math.max(smallestSide, smallestShare * Math.max(rows, columns));
  drop('speck', (mark) => sizeOf(mark) < smallest && mark.area < smallest * smallest);
  const clearest = kept.reduce((most, mark) => Math.max(most, clarity(mark)), 0);
  const crispest = kept.find((mark) => clarity(mark) === clearest)?.crispness ?? 1;
  // In a blurred image, strokes are blurred as well, but shadows are blurred much more.
  const shadow = crispest < softest ? softest * crispest : Math.max(softest, softestShare * crispest);
  drop('shadow', ({ crispness }) => crispness < shadow);
  const isFromEdge = (mark: MeasuredMark) => comesFromEdge(mark, rows, columns);
  // A tightly cropped drawing touches the edges too, but then there is no other large mark.
  const inner = kept.filter((mark) => !isFromEdge(mark));
  if (largestSize(inner) >= 0.1 * Math.min(rows, columns)) drop('edge', isFromEdge);
  drop(
    'frame',
    (mark) =>
      kept.some((other) => other !== mark && encloses(mark, other, labels, columns)) && !isFace(mark, marks),
  );
  drop('underline', (mark) => isUnderline(mark, kept));
  const strongest = kept.reduce((most, mark) => Math.max(most, mark.edge), 0);
  const main = kept.find((mark) => mark.edge === strongest);
  if (main) drop('faint', (mark) => mark.peak < 0.35 * main.peak);
  return { kept, ignored, strokes };
}

/** The longer side of a mark's box. */
export function sizeOf({ box }: { readonly box: BoundingBox }): number {
  return Math.max(box.rows, box.columns);
}

/** The longer side of the largest mark, or 0 if there is none. */
export function largestSize(marks: readonly { readonly box: BoundingBox }[]): number {
  return marks.reduce((most, mark) => Math.max(most, sizeOf(mark)), 0);
}

/** How clear a mark is: the strength of its outline times the square of its crispness. */
function clarity({ edge, crispness }: MeasuredMark): number {
  return edge * crispness ** 2;
}

/** Whether at least half of a mark's side is on the image's edge. */
function comesFromEdge({ box, edgeShare }: MeasuredMark, rows: number, columns: number): boolean {
  if (edgeShare === 0) return false;
  const touchesSide = box.left === 0 || box.left + box.columns === columns;
  const along = touchesSide ? box.rows / rows : box.columns / columns;
  return edgeShare >= 0.5 * along;
}

/** Whether a mark is flat and at least 60% as wide as a mark just above it, with nothing close below. */
function isUnderline(mark: MeasuredMark, all: readonly MeasuredMark[]): boolean {
  if (!isFlat(mark)) return false;
  const { box } = mark;
  const end = box.left + box.columns;
  const overlapping = all.filter(
    (other) => !isFlat(other) && other.box.left < end && other.box.left + other.box.columns > box.left,
  );
  const [above, below] = [true, false].map((isAbove) =>
    overlapping.filter(({ box: other }) => other.top + other.rows / 2 < box.top + box.rows / 2 === isAbove),
  );
  const isUnderlined = ({ box: other }: MeasuredMark) => {
    const gap = box.top - (other.top + other.rows);
    return box.columns >= 0.6 * other.columns && gap >= -box.rows && gap <= 0.5 * other.rows;
  };
  const isClose = ({ box: other }: MeasuredMark) => other.top - (box.top + box.rows) <= 0.2 * other.rows;
  return above!.some(isUnderlined) && !below!.some(isClose);
}

function isFlat({ box, weight }: MeasuredMark): boolean {
  return box.rows <= 0.4 * box.columns && weight <= 0.2;
}

/**
 * Sizes of an eye of a drawn face, as fractions of the mouth's size. Two lines of digits in a ring are not a
 * face, because digits have similar sizes.
 */
const [smallestEye, largestEye] = [0.06, 0.5];

/**
 * Whether a ring encloses two small marks side by side above a larger one. Then it is the outline of a drawn
 * face.
 */
function isFace(ring: MeasuredMark, all: readonly MeasuredMark[]): boolean {
  const inner = all.filter((mark) => mark !== ring && isWithin(mark.box, ring.box));
  const largest = largestSize(inner);
  const mouth = inner.find((mark) => sizeOf(mark) === largest);
  const eyes = inner.filter(({ box, peak }) => {
    const size = sizeOf({ box }) / largest;
    const isAbove = box.top + box.rows / 2 < mouth!.box.top;
    return isAbove && size >= smallestEye && size <= largestEye && peak >= 0.5 * mouth!.peak;
  });
  return eyes.some(({ box: left }) =>
    eyes.some(({ box: right }) => {
      const common = Math.min(left.top + left.rows, right.top + right.rows) - Math.max(left.top, right.top);
      return right.left > left.left + left.columns && common > 0;
    }),
  );
}

/**
 * Whether a mark encloses another one that is not much smaller: from the centre of the inner mark, the ways to the
 * left, right, top and bottom are blocked.
 */
function encloses(outer: MeasuredMark, inner: MeasuredMark, labels: Int32Array, columns: number): boolean {
  const [a, b] = [outer.box, inner.box];
  if (sizeOf(inner) < 0.35 * sizeOf(outer) || !isWithin(b, a)) return false;
  const row = b.top + (b.rows >> 1);
  const column = b.left + (b.columns >> 1);
  const isBarred = (from: number, until: number, place: (at: number) => number) => {
    for (let at = from; at < until; at++) if (labels[place(at)] === outer.label) return true;
    return false;
  };
  const inRow = (at: number) => row * columns + at;
  const inColumn = (at: number) => at * columns + column;
  return (
    isBarred(a.left, b.left, inRow) &&
    isBarred(b.left + b.columns, a.left + a.columns, inRow) &&
    isBarred(a.top, b.top, inColumn) &&
    isBarred(b.top + b.rows, a.top + a.rows, inColumn)
  );
}

/** Whether a box lies in another one without touching its sides. */
function isWithin(inner: BoundingBox, outer: BoundingBox): boolean {
  return (
    inner.top > outer.top &&
    inner.left > outer.left &&
    inner.top + inner.rows < outer.top + outer.rows &&
    inner.left + inner.columns < outer.left + outer.columns
  );
}
