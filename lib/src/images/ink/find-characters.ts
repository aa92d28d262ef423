import { checkPicture, type FloatImage, type GreyImage } from '../grey-image.js';
import type { BoundingBox } from '../image-size.js';
import { cropPicture } from '../resize.js';
import { type ColourField, greyByContrast, shrinkColours } from './colour-contrast.js';
import { findSheet } from './find-sheet.js';
import { flatten, type Point } from './flatten.js';
import type { Mark } from './group-marks.js';
import { type IgnoredMark, largestSize } from './ignored-marks.js';
import { prepare, tryGuess, tryGuesses } from './ink-candidate.js';
import { edgeWidth, type InkStrength, percentile } from './strength.js';

/** A character found in an image. */
export interface SegmentedCharacter {
  /** Bounding box of the character, in pixels of the image file, even if `decodeImage` shrank the image. */
  readonly box: BoundingBox;
  /** Ink of the character alone, 0 (paper) to 1. There may be a margin of paper around it. */
  readonly ink: FloatImage;
}

/** The characters found in an image, and the marks that were ignored. */
export interface FoundCharacters {
  /** Characters in reading order: line by line, from left to right. */
  readonly characters: readonly SegmentedCharacter[];
  readonly ignored: readonly IgnoredMark[];
  /** Whether the ink is darker or lighter than its background. */
  readonly ink: 'dark' | 'light';
  /** The bounding box of the sheet, note or card, if the characters were found after cropping to it. */
  readonly sheet?: BoundingBox;
}

/**
 * Images are shrunk to this longest side before characters are looked for. A larger image would only take
 * longer, because the network's input is far smaller.
 */
const workingSide = 400;
/**
 * If the largest character is smaller than this, in pixels of the shrunk image, all characters are extracted
 * again from the original.
 */
const smallSide = 120;
/**
 * Images are shrunk to this longest side to choose between dark and light ink, and between broad and fine
 * strokes. A small image is enough for that.
 */
const glanceSide = 200;

/**
 * Finds the characters in an image, as a document scanner does. It removes the paper and uneven lighting,
 * ignores ruled lines, frames, specks and the edge of the table, and groups strokes into characters.
 *
 * @param picture Any size. Colours are used if it has them.
 * @throws {RangeError} if the image is empty or its pixels are not rows × columns.
 *
 * @example
 * const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" fill="none" stroke="#123">
 *   <path d="M50 20V80M120 20V80" stroke-width="6"/></svg>`;
 * const { characters, ink } = findCharacters(await decodeImage(Buffer.from(svg), 'a drawing', { svg: true }));
 * console.log(characters.length, ink); // 2 dark
 */
export function findCharacters(picture: GreyImage): FoundCharacters {
  checkPicture(picture);
  const colours = shrinkColours(picture, workingSide);
  const found = findInPicture(picture, colours);
  const corners = findSheet(colours);
  if (!corners) return found;
  const scale = picture.rows / colours.rows;
  const sheet = corners.map(({ x, y }) => ({ x: x * scale, y: y * scale }));
  const isOnSheet = ({ box }: SegmentedCharacter) => isInside(box, sheet, picture.shrunkBy ?? 1);
  if (found.characters.length === 1 && found.characters.every(isOnSheet)) return found;
  return findOnSheet(picture, sheet) ?? found;
}

/** Finds the characters on a sheet after cropping and rectifying it. */
function findOnSheet(picture: GreyImage, corners: readonly Point[]): FoundCharacters | undefined {
  const sheet = flatten(picture, corners, 1.5 * workingSide);
  const { characters, ignored, ink } = findInPicture(sheet.picture);
  // A character that crosses the sheet's edge is not written on the sheet: the "sheet" is a frame or the
  // character itself.
  const isWritten = characters.every((character) => !touchesEdge(character.box, sheet.picture));
  if (characters.length === 0 || !isWritten) return undefined;
  const inPicture = (box: BoundingBox) => scaleBox(sheet.boxInPicture(box), picture.shrunkBy ?? 1, picture);
  return {
    characters: characters.map(({ box, ink: written }) => ({ box: inPicture(box), ink: written })),
    ignored: ignored.map(({ kind, box }) => ({ kind, box: inPicture(box) })),
    ink,
    sheet: inPicture({ top: 0, left: 0, rows: sheet.picture.rows, columns: sheet.picture.columns }),
  };
}

function touchesEdge({ top, left, rows, columns }: BoundingBox, picture: GreyImage): boolean {
  return top <= 0 || left <= 0 || top + rows >= picture.rows || left + columns >= picture.columns;
}

/** Whether all corners of a box are inside a sheet whose corners are in clockwise order. */
function isInside(
  { top, left, rows, columns }: BoundingBox,
  sheet: readonly Point[],
  shrunkBy: number,
): boolean {
  const [bottom, right] = [top + rows, left + columns];
  const corners = [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ] as const;
  return sheet.every((from, index) => {
    const to = sheet[(index + 1) % sheet.length]!;
    return corners.every(
      ([x, y]) => (to.x - from.x) * (y / shrunkBy - from.y) > (to.y - from.y) * (x / shrunkBy - from.x),
    );
  });
}

function findInPicture(
  picture: GreyImage,
  colours: ColourField = shrinkColours(picture, workingSide),
): FoundCharacters {
  const field = greyByContrast(colours);
  const prepared = prepare(field);
  const isLarge = Math.max(field.rows, field.columns) > 1.5 * glanceSide;
  const glance = isLarge
    ? tryGuesses(prepare(shrinkColours({ ...field, channels: 1 }, glanceSide)))
    : undefined;
  const best = glance && glance.score > 0 ? tryGuess(prepared, glance.strength.guess) : tryGuesses(prepared);
  const { marks, strength } = best;
  const scale = (picture.shrunkBy ?? 1) * (picture.rows / field.rows);
  const isBlurred = strength.guess.widest === 'any' && edgeWidth(field) > sharpEdge;
  const characters = marks.map((mark) => {
    const ink = cutOut(mark, strength, best.labels);
    return { box: scaleBox(mark.box, scale, picture), ink: isBlurred ? narrow(ink) : ink };
  });
  const ignored = best.ignored.map(({ kind, box }) => ({ kind, box: scaleBox(box, scale, picture) }));
  return { characters: closer(characters, picture, scale), ignored, ink: strength.guess.ink };
}

/** Extracts characters that are small in a large image again, at full resolution. */
function closer(
  characters: readonly SegmentedCharacter[],
  picture: GreyImage,
  scale: number,
): readonly SegmentedCharacter[] {
  const shrunkBy = picture.shrunkBy ?? 1;
  if (characters.length === 0 || largestSize(characters) / scale >= smallSide || scale / shrunkBy < 1.3)
    return characters;
  return characters.map((character) => {
    const { box } = character;
    const { top, left, bottom, right } = aroundIt(
      box,
      characters.flatMap((other) => (other === character ? [] : [other.box])),
    );
    const place = cropPicture(picture, {
      top: Math.floor(top / shrunkBy),
      left: Math.floor(left / shrunkBy),
      rows: Math.ceil((bottom - top) / shrunkBy),
      columns: Math.ceil((right - left) / shrunkBy),
    });
    const near = findInPicture(place).characters;
    // If the crop does not contain exactly one character, keep the ink that was found in the shrunk image.
    return near.length === 1 ? { box, ink: near[0]!.ink } : character;
  });
}

/** The edges of a character's box with a margin of half its size, or less if another character is closer. */
function aroundIt(box: BoundingBox, others: readonly BoundingBox[]) {
  const margin = 0.5 * Math.max(box.rows, box.columns);
  const [ownBottom, ownRight] = [box.top + box.rows, box.left + box.columns];
  let [top, left, bottom, right] = [
    box.top - margin,
    box.left - margin,
    ownBottom + margin,
    ownRight + margin,
  ];
  for (const other of others) {
    const [otherBottom, otherRight] = [other.top + other.rows, other.left + other.columns];
    if (other.top < ownBottom && otherBottom > box.top) {
      if (other.left < box.left) left = Math.max(left, Math.min(box.left, otherRight));
      else right = Math.min(right, Math.max(ownRight, other.left));
    } else if (other.left < ownRight && otherRight > box.left) {
      if (other.top < box.top) top = Math.max(top, otherBottom);
      else bottom = Math.min(bottom, other.top);
    }
  }
  return { top, left, bottom, right };
}

function scaleBox({ top, left, rows, columns }: BoundingBox, scale: number, picture: GreyImage): BoundingBox {
  const shrunkBy = picture.shrunkBy ?? 1;
  const scaledTop = Math.max(0, Math.floor(top * scale));
  const scaledLeft = Math.max(0, Math.floor(left * scale));
  return {
    top: scaledTop,
    left: scaledLeft,
    rows: Math.min(Math.round(picture.rows * shrunkBy) - scaledTop, Math.ceil(rows * scale)),
    columns: Math.min(Math.round(picture.columns * shrunkBy) - scaledLeft, Math.ceil(columns * scale)),
  };
}

/** Widest edge of an image that is not blurred, in pixels. */
const sharpEdge = 2.05;
/** Levels of blurred ink that become 0 and 1. Their middle is above 0.5, which narrows the strokes. */
const [blurredPaper, blurredInk] = [0.35, 0.95];

/** Narrows strokes that blur has made wider, and opens their holes again. */
function narrow({ values, rows, columns }: FloatImage): FloatImage {
  const steepness = 1 / (blurredInk - blurredPaper);
  const narrowed = values.map((value) => Math.min(1, Math.max(0, (value - blurredPaper) * steepness)));
  return { values: narrowed, rows, columns };
}

/** Weak ink is removed as noise of the paper, but only below this fraction of full ink. */
const faintestShare = 0.15;

/** The ink of a character. It is 1 wherever it is at least as strong as 80% of the character's pixels. */
function cutOut({ box, parts }: Mark, strength: InkStrength, labels: Int32Array): FloatImage {
  const { rows, columns, values } = strength;
  const fringe = Math.max(1, Math.round(Math.max(rows, columns) / 200));
  const top = Math.max(0, box.top - fringe);
  const left = Math.max(0, box.left - fringe);
  const height = Math.min(rows, box.top + box.rows + fringe) - top;
  const width = Math.min(columns, box.left + box.columns + fringe) - left;
  const own = new Set(parts.map(({ label }) => label));
  const isNear = new Uint8Array(height * width);
  const inside = new Float32Array(height * width);
  let count = 0;
  for (let row = 0; row < height; row++) {
    const [above, below] = [Math.max(0, row - fringe), Math.min(height - 1, row + fringe)];
    // Up to this column, the surroundings of the row's pixels are marked already.
    let marked = 0;
    for (let column = 0; column < width; column++) {
      const at = (top + row) * columns + left + column;
      if (labels[at] === 0 || !own.has(labels[at]!)) continue;
      inside[count++] = values[at]!;
      const first = Math.max(marked, column - fringe);
      marked = Math.min(width, column + fringe + 1);
      for (let near = above; near <= below; near++)
        for (let aside = first; aside < marked; aside++) isNear[near * width + aside] = 1;
    }
  }
  const full = percentile(inside.subarray(0, count), 0.8);
  const floor = Math.min(faintestShare, (3 * strength.noise) / full);
  const ink = new Float32Array(height * width);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      if (isNear[at] === 0) continue;
      const value = Math.min(1, values[(top + row) * columns + left + column]! / full);
      ink[at] = value < floor ? 0 : value;
    }
  }
  return { values: ink, rows: height, columns: width };
}
