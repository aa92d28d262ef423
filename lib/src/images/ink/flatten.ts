import { bilinear, pointOnAxis } from '../bilinear.js';
import type { GreyImage } from '../grey-image.js';
import type { BoundingBox } from '../image-size.js';

/** A point of an image, in pixels from its upper left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A sheet rectified to a view from straight above. */
export interface FlatSheet {
  readonly picture: GreyImage;
  /** Maps a box of the sheet to its bounding box in the original image. */
  readonly boxInPicture: (box: BoundingBox) => BoundingBox;
}

/** Fraction of the sheet that is cropped at each edge, because a sheet's edges are not quite straight. */
const margin = 0.03;

/**
 * Rectifies a quadrilateral of an image to a rectangle by a perspective transform.
 *
 * @param corners Four, clockwise from the upper left.
 * @param longestSide Upper limit of the result's longest side, in pixels.
 * @see Heckbert 1989, "Fundamentals of Texture Mapping and Image Warping", section 2.2.3.
 */
export function flatten(picture: GreyImage, corners: readonly Point[], longestSide: number): FlatSheet {
  const [a, b, c, d] = corners as [Point, Point, Point, Point];
  const width = (distance(a, b) + distance(d, c)) / 2;
  const height = (distance(a, d) + distance(b, c)) / 2;
  const scale = (1 - 2 * margin) * Math.min(1, longestSide / Math.max(width, height));
  const [rows, columns] = [Math.round(height * scale), Math.round(width * scale)];
  const project = projection(a, b, c, d);
  const place = (row: number, column: number) =>
    project(margin + ((1 - 2 * margin) * column) / columns, margin + ((1 - 2 * margin) * row) / rows);
  const pixels = new Uint8Array(rows * columns);
  const colours = picture.colours && new Uint8Array(3 * pixels.length);
  for (let at = 0; at < pixels.length; at++) {
    const row = Math.floor(at / columns);
    const point = place(row + 0.5, at - row * columns + 0.5);
    const x = pointOnAxis(point.x - 0.5, picture.columns);
    const y = pointOnAxis(point.y - 0.5, picture.rows);
    pixels[at] = bilinear(picture.pixels, picture.columns, x, y) + 0.5;
    if (!colours) continue;
    for (let channel = 0; channel < 3; channel++)
      colours[3 * at + channel] = bilinear(picture.colours!, picture.columns, x, y, 3, channel) + 0.5;
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

/** Maps the unit square to a quadrilateral. */
function projection(a: Point, b: Point, c: Point, d: Point): (u: number, v: number) => Point {
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

export function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y);
}
