import type { GreyImage } from '../grey-image.js';
import type { BoundingBox } from '../image-size.js';

/** A place in a picture, in pixels from its upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Four corners, clockwise from the upper left. */
export type Quadrilateral = readonly [Point, Point, Point, Point];

/** A sheet as if seen from straight above. */
export interface FlatSheet {
  readonly picture: GreyImage;
  /** The box around what a box of the sheet shows in the picture that it was taken from. */
  readonly boxInPicture: (box: BoundingBox) => BoundingBox;
}

/** Part of a sheet's sides that is left out all around: its edges are not quite straight. */
const margin = 0.03;

/**
 * Turns a quadrilateral of a picture into a rectangle, by the perspective that maps one to the other.
 *
 * @param longestSide Of the result, in pixels.
 * @see Heckbert 1989, "Fundamentals of Texture Mapping and Image Warping", section 2.2.3.
 */
export function flatten(picture: GreyImage, corners: Quadrilateral, longestSide: number): FlatSheet {
  const [a, b, c, d] = corners;
  const width = (distance(a, b) + distance(d, c)) / 2;
  const height = (distance(a, d) + distance(b, c)) / 2;
  const scale = (1 - 2 * margin) * Math.min(1, longestSide / Math.max(width, height));
  const [rows, columns] = [Math.round(height * scale), Math.round(width * scale)];
  const project = projection(corners);
  const place = (row: number, column: number) =>
    project(margin + ((1 - 2 * margin) * column) / columns, margin + ((1 - 2 * margin) * row) / rows);
  const pixels = new Uint8Array(rows * columns);
  const colours = picture.colours && new Uint8Array(3 * pixels.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const { x, y } = place(row + 0.5, column + 0.5);
      const at = row * columns + column;
      sample(picture.pixels, 1, picture, x, y, pixels, at);
      if (colours) sample(picture.colours!, 3, picture, x, y, colours, 3 * at);
    }
  }
  const boxInPicture = ({ top, left, rows: high, columns: wide }: BoundingBox): BoundingBox => {
    const places = [
      place(top, left),
      place(top, left + wide),
      place(top + high, left),
      place(top + high, left + wide),
    ];
    const [xs, ys] = [places.map(({ x }) => x), places.map(({ y }) => y)];
    const [first, above] = [Math.floor(Math.min(...xs)), Math.floor(Math.min(...ys))];
    return {
      top: above,
      left: first,
      rows: Math.ceil(Math.max(...ys)) - above,
      columns: Math.ceil(Math.max(...xs)) - first,
    };
  };
  return { picture: { pixels, rows, columns, ...(colours && { colours }) }, boxInPicture };
}

/** Maps the square from 0, 0 to 1, 1 to a quadrilateral. */
function projection([a, b, c, d]: Quadrilateral): (u: number, v: number) => Point {
  const [dx1, dx2, sx] = [b.x - c.x, d.x - c.x, a.x - b.x + c.x - d.x];
  const [dy1, dy2, sy] = [b.y - c.y, d.y - c.y, a.y - b.y + c.y - d.y];
  const determinant = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / determinant;
  const h = (dx1 * sy - sx * dy1) / determinant;
  return (u, v) => {
    const nearness = g * u + h * v + 1;
    return {
      x: ((b.x - a.x + g * b.x) * u + (d.x - a.x + h * d.x) * v + a.x) / nearness,
      y: ((b.y - a.y + g * b.y) * u + (d.y - a.y + h * d.y) * v + a.y) / nearness,
    };
  };
}

/** The four pixels around a place, each by how near it is. */
function sample(
  source: Uint8Array,
  channels: number,
  { rows, columns }: GreyImage,
  x: number,
  y: number,
  target: Uint8Array,
  to: number,
): void {
  const [exactX, exactY] = [
    Math.min(columns - 1, Math.max(0, x - 0.5)),
    Math.min(rows - 1, Math.max(0, y - 0.5)),
  ];
  const [left, top] = [Math.floor(exactX), Math.floor(exactY)];
  const [right, bottom] = [Math.min(columns - 1, left + 1), Math.min(rows - 1, top + 1)];
  const [across, down] = [exactX - left, exactY - top];
  for (let channel = 0; channel < channels; channel++) {
    const at = (row: number, column: number) => source[(row * columns + column) * channels + channel]!;
    const above = at(top, left) * (1 - across) + at(top, right) * across;
    const below = at(bottom, left) * (1 - across) + at(bottom, right) * across;
    target[to + channel] = Math.round(above * (1 - down) + below * down);
  }
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
