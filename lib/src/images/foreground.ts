import type { GreyImage } from './grey-image.js';
import { type BoundingBox, borderPlaces, type ImageSize, pixelCount } from './image-size.js';
import { type ColourField, shrinkColours } from './ink/colour-contrast.js';
import { findComponents } from './ink/components.js';

/** An object on an image's background, such as a garment or a sheet of paper. */
export interface Foreground extends ImageSize {
  /** Mask, rows × columns, row-major: 1 for each pixel of the object, 0 for the background. */
  readonly inside: Uint8Array;
  readonly box: BoundingBox;
}

/** Longest side, in pixels, of the image in which the background is found. */
const workingSide = 224;
/** Smallest difference in grey levels between object and background. */
const faintest = 6;
/** Smallest fraction of the image that the object covers. */
const smallest = 0.02;
/** Number of colours that describe a varied background. */
const colourCount = 4;

/**
 * Separates an image's foreground from its background. The background is described by the outermost pixels: a
 * few colours found by k-means. The foreground is the largest connected region that differs from all of them
 * by more than the outermost pixels differ among themselves, with its holes filled.
 *
 * @returns `undefined` if nothing stands out.
 * @see Lloyd 1982, "Least Squares Quantization in PCM", on k-means.
 */
export function findForeground(picture: GreyImage | ColourField): Foreground | undefined {
  const { values, channels, ...size } = shrinkColours(picture, workingSide);
  const edge = borderPlaces(size);
  const colourAt = (at: number) => values.subarray(at * channels, (at + 1) * channels);
  const centres = kMeans(edge.map(colourAt));
  const distances = new Float32Array(pixelCount(size));
  for (let at = 0; at < distances.length; at++) {
    let nearest = Number.POSITIVE_INFINITY;
    for (const centre of centres) nearest = Math.min(nearest, squaredDistance(values, at * channels, centre));
    distances[at] = Math.sqrt(nearest / channels);
  }
  const spread = edge.map((at) => distances[at]!).sort((one, other) => one - other);
  // If the foreground touches the edge, up to a tenth of the edge pixels may belong to it.
  const threshold = Math.max(faintest, 2 * spread[Math.floor(0.9 * (spread.length - 1))]!);
  const { labels, components } = findComponents(
    { values: distances, ...size },
    { low: threshold, high: threshold },
  );
  const largest = components.reduce(
    (most, component) => (component.area > (most?.area ?? 0) ? component : most),
    components[0],
  );
  if (!largest || largest.area < smallest * distances.length) return undefined;
  const inside = fillHoles(labels, largest.label, size);
  return { inside, ...size, box: largest.box };
}

function kMeans(points: readonly ArrayLike<number>[]): number[][] {
  const sorted = points
    .map((point) => ({ point, sum: Array.from(point).reduce((all, value) => all + value, 0) }))
    .sort((one, other) => one.sum - other.sum);
  // Start from centres spread evenly over the grey levels.
  let centres = Array.from({ length: colourCount }, (_, index) =>
    Array.from(sorted[Math.floor(((index + 0.5) / colourCount) * sorted.length)]!.point),
  );
  for (let round = 0; round < 10; round++) {
    const sums = centres.map((centre) => ({ sum: centre.map(() => 0), count: 0 }));
    for (const point of points) {
      const nearest = sums[nearestOf(centres, point)]!;
      nearest.count++;
      for (let index = 0; index < point.length; index++) nearest.sum[index]! += point[index]!;
    }
    centres = sums.map(({ sum, count }, index) =>
      count > 0 ? sum.map((value) => value / count) : centres[index]!,
    );
  }
  return centres;
}

function nearestOf(centres: readonly (readonly number[])[], point: ArrayLike<number>): number {
  let [nearest, least] = [0, Number.POSITIVE_INFINITY];
  for (let index = 0; index < centres.length; index++) {
    const distance = squaredDistance(point, 0, centres[index]!);
    if (distance < least) [nearest, least] = [index, distance];
  }
  return nearest;
}

function squaredDistance(values: ArrayLike<number>, from: number, centre: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < centre.length; index++) sum += (values[from + index]! - centre[index]!) ** 2;
  return sum;
}

/** Marks every pixel that the background cannot reach from the image's edge without crossing the region. */
function fillHoles(labels: Int32Array, label: number, size: ImageSize): Uint8Array {
  const { columns } = size;
  const inside = new Uint8Array(labels.length).fill(1);
  const stack = borderPlaces(size);
  while (stack.length > 0) {
    const at = stack.pop()!;
    if (inside[at] === 0 || labels[at] === label) continue;
    inside[at] = 0;
    const column = at % columns;
    if (column > 0) stack.push(at - 1);
    if (column < columns - 1) stack.push(at + 1);
    if (at >= columns) stack.push(at - columns);
    if (at < labels.length - columns) stack.push(at + columns);
  }
  return inside;
}
