import { checkPicture, type FloatImage, type GreyImage } from './grey-image.js';
import { type BoundingBox, borderPlaces, type ImageSize, pixelCount } from './image-size.js';
import { greyByContrast } from './ink/colour-contrast.js';
import { findComponents } from './ink/components.js';

/** Where a garment lies in a picture. */
export interface GarmentMask extends ImageSize {
  /** 1 for each pixel of the garment, 0 for the background; rows × columns, row-major. */
  readonly inside: Uint8Array;
  readonly box: BoundingBox;
}

/** What lies between a garment and its background is found on a picture of this size. */
const workingSide = 224;
/** Levels of a garment that is hardly lighter or darker than what it lies on. */
const faintest = 6;
/** Part of the picture that the smallest garment takes. */
const smallest = 0.02;
/** Colours that a busy background is described by. */
const colourCount = 4;

/**
 * Tells a garment from its background: the background is what the picture's outermost pixels show, a few
 * colours found by k-means; the garment is the largest piece that differs from all of them by more than the
 * outermost pixels do among themselves, with its holes filled.
 *
 * @returns `undefined` if nothing stands out.
 * @see Lloyd 1982, "Least Squares Quantization in PCM", on k-means.
 */
export function findGarmentMask(picture: GreyImage): GarmentMask | undefined {
  checkPicture(picture);
  const channels = channelsOf(picture);
  const { rows, columns } = channels[0]!;
  const size = { rows, columns };
  const edge = borderPlaces(size);
  const centres = kMeans(edge.map((at) => channels.map(({ values }) => values[at]!)));
  const distances = new Float32Array(pixelCount(size));
  for (let at = 0; at < distances.length; at++) {
    let nearest = Number.POSITIVE_INFINITY;
    for (const centre of centres) {
      let sum = 0;
      for (let channel = 0; channel < channels.length; channel++) {
        sum += (channels[channel]!.values[at]! - centre[channel]!) ** 2;
      }
      nearest = Math.min(nearest, sum);
    }
    distances[at] = Math.sqrt(nearest / channels.length);
  }
  const spread = edge.map((at) => distances[at]!).sort((one, other) => one - other);
  // Where the garment itself touches the edge, a tenth of the edge may be its own.
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

function channelsOf(picture: GreyImage): FloatImage[] {
  const { colours, rows, columns } = picture;
  if (!colours) return [greyByContrast(picture, workingSide)];
  return [0, 1, 2].map((channel) => {
    const pixels = new Uint8Array(pixelCount(picture));
    for (let at = 0; at < pixels.length; at++) pixels[at] = colours[3 * at + channel]!;
    return greyByContrast({ pixels, rows, columns }, workingSide);
  });
}

function kMeans(points: readonly (readonly number[])[]): number[][] {
  const sorted = [...points].sort((one, other) => total(one) - total(other));
  // A start that is spread evenly over light and dark.
  let centres = Array.from({ length: colourCount }, (_, index) => [
    ...sorted[Math.floor(((index + 0.5) / colourCount) * sorted.length)]!,
  ]);
  for (let round = 0; round < 10; round++) {
    const sums = centres.map((centre) => ({ sum: centre.map(() => 0), count: 0 }));
    for (const point of points) {
      const nearest = sums[nearestOf(centres, point)]!;
      nearest.count++;
      point.forEach((value, index) => {
        nearest.sum[index]! += value;
      });
    }
    centres = sums.map(({ sum, count }, index) =>
      count > 0 ? sum.map((value) => value / count) : centres[index]!,
    );
  }
  return centres;
}

function nearestOf(centres: readonly (readonly number[])[], point: readonly number[]): number {
  const distances = centres.map((centre) =>
    centre.reduce((sum, value, index) => sum + (value - point[index]!) ** 2, 0),
  );
  return distances.indexOf(Math.min(...distances));
}

function total(point: readonly number[]): number {
  return point.reduce((sum, value) => sum + value, 0);
}

/** All that the background cannot reach from the picture's edge without crossing the piece. */
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
