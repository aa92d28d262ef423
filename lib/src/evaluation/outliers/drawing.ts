import type { FloatImage } from '../../images/grey-image.js';
import type { ImageSize } from '../../images/image-size.js';
import type { Random } from '../../random.js';

/** A point of a drawing: x to the right, y down, both about 0 to 1. */
export type Place = readonly [x: number, y: number];

/** The points that a line connects. */
export type Line = readonly Place[];

/**
 * Side of a drawing in pixels. The area from (0, 0) to (1, 1) is `innerSide` pixels wide and high, with a
 * margin around it.
 */
export const drawingSide = 32;
export const drawingSize: ImageSize = { rows: drawingSide, columns: drawingSide };
const innerSide = 24;
const margin = (drawingSide - innerSide) / 2;

/** A random number between `least` and `most`, uniformly distributed. */
export const between = (random: Random, least: number, most: number): number =>
  least + (most - least) * random.next();

/** A random one of several values, each equally likely. */
export const oneOf = <Value>(values: readonly Value[], random: Random): Value =>
  values[random.integer(values.length)]!;

/** The point at an angle and a distance from another point, by default the centre. */
export const around = (angle: number, radius: number, [x, y]: Place = [0.5, 0.5]): Place => [
  x + radius * Math.cos(angle),
  y + radius * Math.sin(angle),
];

export function blank(): FloatImage {
  return { values: new Float32Array(drawingSide ** 2), ...drawingSize };
}

/** Draws lines with soft edges. The width is in units of the coordinates. */
export function drawLines(lines: readonly Line[], width: number, ink = blank()): FloatImage {
  const radius = (width * innerSide) / 2;
  for (const line of lines) {
    if (line.length === 1) drawSegment(ink.values, line[0]!, line[0]!, radius);
    for (let index = 1; index < line.length; index++)
      drawSegment(ink.values, line[index - 1]!, line[index]!, radius);
  }
  return ink;
}

/** Draws lines after scaling them so that they fill the area from (0, 0) to (1, 1), with their proportions kept. */
export function drawFilling(lines: readonly Line[], width: number): FloatImage {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const line of lines) {
    for (const [x, y] of line) {
      left = Math.min(left, x);
      top = Math.min(top, y);
      right = Math.max(right, x);
      bottom = Math.max(bottom, y);
    }
  }
  const scale = 1 / Math.max(right - left, bottom - top, 0.2);
  const [middle, centre] = [(left + right) / 2, (top + bottom) / 2];
  const placed = lines.map((line) =>
    line.map(([x, y]): Place => [0.5 + scale * (x - middle), 0.5 + scale * (y - centre)]),
  );
  return drawLines(placed, width);
}

/** Fills an outline, by the even-odd rule. */
export function fillOutline(outline: Line): FloatImage {
  const ink = blank();
  // A pixel is inside if the number of sides to its left is odd. So first mark where sides cross each row.
  let [fromX, fromY] = toPixels(outline.at(-1)!);
  for (const place of outline) {
    const [x, y] = toPixels(place);
    const last = Math.min(drawingSide, Math.ceil(Math.max(fromY, y)));
    for (let row = Math.max(0, Math.ceil(Math.min(fromY, y))); row < last; row++) {
      const column = Math.max(0, Math.ceil(x + ((row - y) / (fromY - y)) * (fromX - x)));
      if (column < drawingSide) ink.values[row * drawingSide + column]! ^= 1;
    }
    [fromX, fromY] = [x, y];
  }
  for (let at = 1; at < ink.values.length; at++)
    if (at % drawingSide > 0) ink.values[at]! ^= ink.values[at - 1]!;
  return ink;
}

/** Rounds the corners of a line by cutting them (Chaikin 1974). Its ends do not move. */
export function rounded(line: Line): Line {
  let places = line;
  for (let round = 0; round < 2; round++) {
    const cut = [places[0]!];
    for (let index = 1; index < places.length; index++) {
      const [from, to] = [places[index - 1]!, places[index]!];
      cut.push(mix(from, to, 0.25), mix(from, to, 0.75));
    }
    places = [...cut, places.at(-1)!];
  }
  return places;
}

/** The point at a fraction of the way from one point to another. */
export const mix = ([x, y]: Place, [toX, toY]: Place, fraction: number): Place => [
  x + fraction * (toX - x),
  y + fraction * (toY - y),
];

/** Combines two drawings pixel by pixel. */
export function combined(
  one: FloatImage,
  other: FloatImage,
  combine: (one: number, other: number) => number,
): FloatImage {
  const values = new Float32Array(one.values.length);
  for (let at = 0; at < values.length; at++) values[at] = combine(one.values[at]!, other.values[at]!);
  return { ...one, values };
}

const toPixels = ([x, y]: Place): Place => [margin + x * innerSide, margin + y * innerSide];

function drawSegment(values: Float32Array, from: Place, to: Place, radius: number): void {
  const [x, y] = toPixels(from);
  const [toX, toY] = toPixels(to);
  const [right, down] = [toX - x, toY - y];
  const length = Math.max(1e-9, right * right + down * down);
  const reach = radius + 1;
  const [top, bottom] = [inside(Math.min(y, toY) - reach), inside(Math.max(y, toY) + reach)];
  const [left, end] = [inside(Math.min(x, toX) - reach), inside(Math.max(x, toX) + reach)];
  // In each row, only the pixels within reach of the infinite line can be within reach of the segment.
  const slope = right / (down || 1e-9);
  const near = reach * Math.sqrt(1 + slope * slope);
  for (let row = top; row <= bottom; row++) {
    const middle = x + slope * (row - y);
    const last = Math.min(end, middle + near);
    for (let column = Math.max(left, Math.ceil(middle - near)); column <= last; column++) {
      const along = ((column - x) * right + (row - y) * down) / length;
      const nearest = Math.min(1, Math.max(0, along));
      const across = column - x - nearest * right;
      const below = row - y - nearest * down;
      const squared = across * across + below * below;
      if (squared > reach * reach) continue;
      const value = Math.min(1, 0.5 + radius - Math.sqrt(squared));
      const at = row * drawingSide + column;
      if (value > values[at]!) values[at] = value;
    }
  }
}

const inside = (place: number) => Math.min(drawingSide - 1, Math.max(0, Math.round(place)));
