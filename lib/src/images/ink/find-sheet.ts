import { findForeground } from '../foreground.js';
import type { ColourField } from './colour-contrast.js';
import { distance, type Point } from './flatten.js';

/** Smallest fraction of the image that a sheet covers, and its smallest shorter side in pixels. */
const [smallestPart, smallestSide] = [0.04, 60];
/** Largest relative difference in area between a sheet's outline and its quadrilateral. */
const straightness = 0.06;
/** Largest cosine of a corner's angle, which limits the perspective. */
const sharpest = 0.5;
/** Largest ratio of the sides. Anything longer is a stroke. */
const longest = 3;

/**
 * Finds a sheet of paper, note or card in an image, as a document scanner does: a region that differs from
 * the image's edge and whose outline has four corners.
 *
 * @returns Its corners in pixels of the image, clockwise from the upper left, or `undefined` if there is none.
 */
export function findSheet(picture: ColourField): readonly Point[] | undefined {
  if (Math.min(picture.rows, picture.columns) < smallestSide) return undefined;
  const foreground = findForeground(picture);
  if (!foreground) return undefined;
  const { inside, rows, columns } = foreground;
  const hull = convexHull(inside, columns);
  const corners = hull.length < 4 ? undefined : largestQuadrilateral(hull);
  if (!corners) return undefined;
  const size = area(corners);
  const filled = inside.reduce((sum, one) => sum + one, 0);
  if (size < smallestPart * rows * columns) return undefined;
  if (area(hull) > (1 + straightness) * size || filled < (1 - straightness) * size) return undefined;
  const scale = picture.rows / rows;
  const sides = corners.map((corner, index) => distance(corner, corners[(index + 1) % 4]!));
  const [shortSide, longSide] = [Math.min(...sides), Math.max(...sides)];
  if (shortSide * scale < smallestSide || longSide > longest * shortSide) return undefined;
  const isSharp = corners.some((corner, index) => {
    const [before, after] = [corners[(index + 3) % 4]!, corners[(index + 1) % 4]!];
    const product =
      (before.x - corner.x) * (after.x - corner.x) + (before.y - corner.y) * (after.y - corner.y);
    return Math.abs(product) > sharpest * distance(before, corner) * distance(after, corner);
  });
  if (isSharp) return undefined;
  return fromUpperLeft(corners.map(({ x, y }) => ({ x: x * scale, y: y * scale })));
}

/**
 * The convex hull of a region, clockwise, by Andrew's monotone chain over the first and last pixel of each
 * row.
 */
function convexHull(inside: Uint8Array, columns: number): Point[] {
  const points: Point[] = [];
  for (let row = 0; row * columns < inside.length; row++) {
    const line = inside.subarray(row * columns, (row + 1) * columns);
    const first = line.indexOf(1);
    if (first < 0) continue;
    const end = line.lastIndexOf(1) + 1;
    points.push({ x: first, y: row }, { x: end, y: row }, { x: first, y: row + 1 }, { x: end, y: row + 1 });
  }
  points.sort((one, other) => one.x - other.x || one.y - other.y);
  const half = (ordered: readonly Point[]) => {
    const chain: Point[] = [];
    for (const point of ordered) {
      while (chain.length > 1 && turn(chain.at(-2)!, chain.at(-1)!, point) <= 0) chain.pop();
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(points), ...half(points.reverse())];
}

/**
 * The largest quadrilateral with corners of the hull: for each diagonal, the furthest points on both sides.
 */
function largestQuadrilateral(hull: readonly Point[]): Point[] {
  let [best, most]: [Point[], number] = [[], 0];
  for (let one = 0; one < hull.length; one++) {
    for (let other = one + 2; other < hull.length; other++) {
      const furthest = (points: readonly Point[]) =>
        points.reduce(
          (far, point) => {
            const height = Math.abs(turn(hull[one]!, hull[other]!, point));
            return height > far.height ? { height, point } : far;
          },
          { height: 0, point: hull[one]! },
        );
      const [near, far] = [
        furthest(hull.slice(one, other)),
        furthest([...hull.slice(other), ...hull.slice(0, one)]),
      ];
      const size = near.height + far.height;
      if (size > most) [best, most] = [[hull[one]!, near.point, hull[other]!, far.point], size];
    }
  }
  return best;
}

/** Twice the signed area of a triangle, above 0 if it is clockwise in image coordinates. */
function turn(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

function area(polygon: readonly Point[]): number {
  const sum = polygon.reduce((all, { x, y }, index) => {
    const next = polygon[(index + 1) % polygon.length]!;
    return all + x * next.y - y * next.x;
  }, 0);
  return Math.abs(sum) / 2;
}

function fromUpperLeft(corners: readonly Point[]): Point[] {
  const sums = corners.map(({ x, y }) => x + y);
  const first = sums.indexOf(Math.min(...sums));
  return [0, 1, 2, 3].map((index) => corners[(first + index) % 4]!);
}
