import type { GreyImage } from './grey-image.js';
import { type BoundingBox, borderPlaces, type ImageSize, pixelCount } from './image-size.js';
import { type ColourField, shrinkColours } from './ink/colour-contrast.js';
import { findComponents } from './ink/components.js';

/** An object on an image's background, such as a garment or a sheet of paper. */
export interface Foreground extends ImageSize {
  /**
   * Mask of the image, which was shrunk to rows × columns, row-major: 1 for each pixel of the object, 0 for the
   * background.
   */
  readonly inside: Uint8Array;
  readonly box: BoundingBox;
}

/** The image is shrunk to this longest side, in pixels, before the background is found. */
const workingSide = 224;
/** Smallest difference in grey levels between object and background. */
const faintest = 6;
/** Smallest fraction of the image that the object covers. */
const smallest = 0.02;
/** Number of colours that describe a varied background. */
const colourCount = 4;

/**
 * Separates an image's foreground from its background. The background is described by the outermost pixels: a few
 * colours found by k-means. The foreground is the largest connected region that differs from all of them at least
 * twice as much as 90% of the outermost pixels do. Its holes are filled.
 *
 * @returns `undefined` if no region stands out that covers at least 2% of the image.
 * @see Lloyd 1982, "Least Squares Quantization in PCM", on k-means.
 */
export function findForeground(picture: GreyImage | ColourField): Foreground | undefined {
  const { values, channels, ...size } = shrinkColours(picture, workingSide);
  const edge = borderPlaces(size);
  const points = new Float32Array(edge.length * channels);
  edge.forEach((at, index) => {
    points.set(values.subarray(at * channels, (at + 1) * channels), index * channels);
  });
  const centres = kMeans(points, channels);
  const distances = new Float32Array(pixelCount(size));
  for (let at = 0; at < distances.length; at++) {
    const centre = nearestCentre(centres, values, at * channels, channels);
    distances[at] = Math.sqrt(squaredDistance(values, at * channels, centres, centre, channels) / channels);
  }
  const spread = edge.map((at) => distances[at]!).sort((one, other) => one - other);
  // Use the 90th percentile: if the foreground touches the edge, up to a tenth of the edge may belong to it.
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

/** @returns Centres, `channels` numbers each, like the points. */
function kMeans(points: Float32Array, channels: number): Float64Array {
  const places = Array.from({ length: points.length / channels }, (_, index) => index * channels);
  const brightness = (place: number) =>
    points.subarray(place, place + channels).reduce((sum, level) => sum + level, 0);
  const sorted = places
    .map((place) => ({ place, sum: brightness(place) }))
    .sort((one, other) => one.sum - other.sum);
  const centres = new Float64Array(colourCount * channels);
  // Start from colours at evenly spaced positions in the order of brightness: unlike a random start, this is
  // reproducible.
  for (let index = 0; index < colourCount; index++) {
    const { place } = sorted[Math.floor(((index + 0.5) / colourCount) * sorted.length)]!;
    centres.set(points.subarray(place, place + channels), index * channels);
  }
  for (let round = 0; round < 10; round++) {
    const sums = new Float64Array(centres.length);
    const counts = new Float64Array(centres.length);
    for (const { place } of sorted) {
      const centre = nearestCentre(centres, points, place, channels);
      for (let channel = 0; channel < channels; channel++) {
        sums[centre + channel]! += points[place + channel]!;
        counts[centre + channel]!++;
      }
    }
    for (let at = 0; at < centres.length; at++) if (counts[at]! > 0) centres[at] = sums[at]! / counts[at]!;
  }
  return centres;
}

/** Index of the first number of the centre that is nearest to a colour. */
function nearestCentre(centres: Float64Array, values: Float32Array, from: number, channels: number): number {
  let nearest = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let centre = 0; centre < centres.length; centre += channels) {
    const distance = squaredDistance(values, from, centres, centre, channels);
    if (distance >= least) continue;
    nearest = centre;
    least = distance;
  }
  return nearest;
}

function squaredDistance(
  values: Float32Array,
  from: number,
  centres: Float64Array,
  centre: number,
  channels: number,
): number {
  let sum = 0;
  for (let channel = 0; channel < channels; channel++) {
    const difference = values[from + channel]! - centres[centre + channel]!;
    sum += difference * difference;
  }
  return sum;
}

/**
 * Marks the region and its holes: all pixels that no path from the image's edge reaches without crossing the region.
 */
function fillHoles(labels: Int32Array, label: number, size: ImageSize): Uint8Array {
  const { columns } = size;
  const inside = new Uint8Array(labels.length).fill(1);
  const stack = new Int32Array(labels.length);
  let depth = 0;
  const reach = (at: number) => {
    if (inside[at] === 0 || labels[at] === label) return;
    inside[at] = 0;
    stack[depth++] = at;
  };
  for (const at of borderPlaces(size)) reach(at);
  while (depth > 0) {
    const at = stack[--depth]!;
    const column = at % columns;
    if (column > 0) reach(at - 1);
    if (column < columns - 1) reach(at + 1);
    if (at >= columns) reach(at - columns);
    if (at < labels.length - columns) reach(at + columns);
  }
  return inside;
}
