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
    const places = line.map(toPixels);
    for (let index = 1; index < places.length; index++)
      drawSegment(ink, places[index - 1]!, places[index]!, radius);
    if (places.length === 1) drawSegment(ink, places[0]!, places[0]!, radius);
  }
  return ink;
}

/** Draws lines after scaling them so that they fill the area from (0, 0) to (1, 1), with their proportions kept. */
export function drawFilling(lines: readonly Line[], width: number): FloatImage {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const line of lines) {
    for (const [x, y] of line) {
      [left, top] = [Math.min(left, x), Math.min(top, y)];
      [right, bottom] = [Math.max(right, x), Math.max(bottom, y)];
    }
  }
  const scale = 1 / Math.max(right - left, bottom - top, 0.2);
  const placed = lines.map((line) =>
    line.map(
      ([x, y]): Place => [0.5 + scale * (x - (left + right) / 2), 0.5 + scale * (y - (top + bottom) / 2)],
    ),
  );
  return drawLines(placed, width);
}

/** Fills an outline, by the even-odd rule. */
export function fillOutline(outline: Line): FloatImage {
  const ink = blank();
  const corners = outline.map(toPixels);
  for (let row = 0; row < drawingSide; row++) {
    const crossings = corners
      .flatMap(([x, y], index) => {
        const [toX, toY] = corners[(index + 1) % corners.length]!;
        return y <= row !== toY <= row ? [x + ((row - y) / (toY - y)) * (toX - x)] : [];
      })
      .sort((one, other) => one - other);
    for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
      const first = Math.max(0, Math.ceil(crossings[pair]!));
      const last = Math.min(drawingSide - 1, Math.floor(crossings[pair + 1]!));
      if (first <= last) ink.values.fill(1, row * drawingSide + first, row * drawingSide + last + 1);
    }
  }
  return ink;
}

/** Rounds the corners of a line by cutting them (Chaikin 1974). Its ends do not move. */
export function rounded(line: Line): Line {
  let places = line;
  for (let round = 0; round < 2; round++) {
    const cut = places
      .slice(1)
      .flatMap((to, index): Line => [mix(places[index]!, to, 0.25), mix(places[index]!, to, 0.75)]);
    places = [places[0]!, ...cut, places.at(-1)!];
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
  return { ...one, values: one.values.map((value, at) => combine(value, other.values[at]!)) };
}

const toPixels = ([x, y]: Place): Place => [margin + x * innerSide, margin + y * innerSide];

function drawSegment({ values }: FloatImage, [x, y]: Place, [toX, toY]: Place, radius: number): void {
  const [right, down] = [toX - x, toY - y];
  const length = right * right + down * down;
  const reach = radius + 1;
  const [top, bottom] = [inside(Math.min(y, toY) - reach), inside(Math.max(y, toY) + reach)];
  const [left, end] = [inside(Math.min(x, toX) - reach), inside(Math.max(x, toX) + reach)];
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= end; column++) {
      const along = length > 0 ? ((column - x) * right + (row - y) * down) / length : 0;
      const nearest = Math.min(1, Math.max(0, along));
      const [across, below] = [column - x - nearest * right, row - y - nearest * down];
      const squared = across * across + below * below;
      if (squared > reach * reach) continue;
      const value = Math.min(1, 0.5 + radius - Math.sqrt(squared));
      const at = row * drawingSide + column;
      if (value > values[at]!) values[at] = value;
    }
  }
}

const inside = (place: number) => Math.min(drawingSide - 1, Math.max(0, Math.round(place)));
