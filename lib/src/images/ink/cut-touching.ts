import type { FloatImage } from '../grey-image.js';
import { type BoundingBox, pixelCount } from '../image-size.js';
import type { SegmentedCharacter } from './find-characters.js';

/** Minimum width of two touching digits, as a fraction of their height. */
const narrowest = 0.5;
/** Minimum height of each of the two digits, as a fraction of their common height. */
const lowest = 0.7;
/** Positions of cuts, and how far a cut may deviate sideways, as fractions of the width. */
const [places, wandering] = [[0.3, 0.4, 0.5, 0.6, 0.7], 0.15] as const;
/** Cost of a sideways step, as a fraction of the cost of crossing a pixel of full ink. */
const aside = 0.05;

/**
 * Proposes cuts of a character into a left and a right part, in case it is two characters that touch. Each
 * cut runs from top to bottom and crosses as little ink as possible near its position. A network must decide
 * which cut is right, if any.
 *
 * @see Congedo, Dimauro, Impedovo and Pirlo 1995, "Segmentation of Numeric Strings", on the drop-fall method.
 */
export function cutTouching({ box, ink }: SegmentedCharacter): [SegmentedCharacter, SegmentedCharacter][] {
  if (ink.columns < narrowest * ink.rows) return [];
  return places.flatMap((place): [SegmentedCharacter, SegmentedCharacter][] => {
    const cut = cheapestCut(ink, place);
    const [left, right] = [
      part(box, ink, (row, column) => column < cut[row]!),
      part(box, ink, (row, column) => column >= cut[row]!),
    ] as const;
    return Math.min(left.box.rows, right.box.rows) < lowest * box.rows ? [] : [[left, right]];
  });
}

/** For each row, the first column right of the cut, found by dynamic programming. */
function cheapestCut({ values, rows, columns }: FloatImage, place: number): Int32Array {
  const first = Math.max(1, Math.round((place - wandering) * columns));
  const width = Math.min(columns - 1, Math.round((place + wandering) * columns)) - first + 1;
  let costs = new Float32Array(width);
  const steps = new Int8Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const above = costs;
    costs = new Float32Array(width);
    for (let at = 0; at < width; at++) {
      let [least, step] = [above[at]!, 0];
      if (at > 0 && above[at - 1]! + aside < least) [least, step] = [above[at - 1]! + aside, -1];
      if (at < width - 1 && above[at + 1]! + aside < least) [least, step] = [above[at + 1]! + aside, 1];
      costs[at] = least + values[row * columns + first + at]!;
      steps[row * width + at] = step;
    }
  }
  const cut = new Int32Array(rows);
  for (let row = rows - 1, at = costs.indexOf(Math.min(...costs)); row >= 0; row--) {
    cut[row] = first + at;
    at += steps[row * width + at]!;
  }
  return cut;
}

/** The ink on one side of the cut, with its position in the image. */
function part(
  box: BoundingBox,
  ink: FloatImage,
  isOwn: (row: number, column: number) => boolean,
): SegmentedCharacter {
  const values = new Float32Array(pixelCount(ink));
  let [top, left, bottom, right] = [ink.rows - 1, ink.columns - 1, 0, 0];
  for (let at = 0; at < values.length; at++) {
    const [row, column] = [Math.floor(at / ink.columns), at % ink.columns];
    if (!isOwn(row, column)) continue;
    values[at] = ink.values[at]!;
    if (values[at]! < 0.25) continue;
    [top, left] = [Math.min(top, row), Math.min(left, column)];
    [bottom, right] = [Math.max(bottom, row), Math.max(right, column)];
  }
  const [down, across] = [box.rows / ink.rows, box.columns / ink.columns];
  return {
    box: {
      top: Math.floor(box.top + top * down),
      left: Math.floor(box.left + left * across),
      rows: Math.ceil((bottom - top + 1) * down),
      columns: Math.ceil((right - left + 1) * across),
    },
    ink: { values, rows: ink.rows, columns: ink.columns },
  };
}
