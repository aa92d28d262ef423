import type { FloatImage } from '../../images/grey-image.js';
import type { ImageSize } from '../../images/image-size.js';
import type { Random } from '../../random.js';
import { between, combined, drawingSize } from './drawing.js';

/** Maps a point of the result to a point of the original image. All coordinates are from 0 to 1. */
type Source = (x: number, y: number) => readonly [x: number, y: number];

/** Number of cells along the longer side of an image, at whose corners the source of a warp is computed. */
const cells = 8;

/**
 * Warps an image: each pixel of the result is sampled at the point that `source` returns, by bilinear interpolation
 * between four pixels. It is 0 where one of them is missing: outside the image and at its edge. To save time, `source`
 * is called for the corners of cells only. Between them, its points are interpolated.
 */
export function warp(image: FloatImage, source: Source, size: ImageSize = drawingSize): FloatImage {
  const { rows, columns } = size;
  const spacing = Math.ceil(Math.max(rows, columns) / cells);
  const corners = cornersOf(image, source, size, spacing);
  const width = Math.ceil(columns / spacing) + 1;
  const values = new Float32Array(rows * columns);
  const [lastRow, lastColumn] = [image.rows - 1, image.columns - 1];
  for (let row = 0; row < rows; row++) {
    const down = (row % spacing) / spacing;
    let at = 2 * Math.floor(row / spacing) * width;
    for (let start = 0; start < columns; start += spacing, at += 2) {
      let x = mixed(corners, at, 2 * width, down);
      let y = mixed(corners, at + 1, 2 * width, down);
      const stepX = (mixed(corners, at + 2, 2 * width, down) - x) / spacing;
      const stepY = (mixed(corners, at + 3, 2 * width, down) - y) / spacing;
      const end = Math.min(columns, start + spacing);
      for (let column = start; column < end; column++, x += stepX, y += stepY) {
        if (!(x >= 0 && y >= 0 && x < lastColumn && y < lastRow)) continue;
        const left = x | 0;
        const top = y | 0;
        const from = top * image.columns + left;
        const upper = mixed(image.values, from, 1, x - left);
        const lower = mixed(image.values, from + image.columns, 1, x - left);
        values[row * columns + column] = upper + (y - top) * (lower - upper);
      }
    }
  }
  return { values, rows, columns };
}

/** The points of the image, x and y in pixels, from which the corners of the result's cells are sampled. */
function cornersOf(
  image: FloatImage,
  source: Source,
  { rows, columns }: ImageSize,
  spacing: number,
): Float32Array {
  const [high, wide] = [Math.ceil(rows / spacing) + 1, Math.ceil(columns / spacing) + 1];
  const corners = new Float32Array(2 * high * wide);
  for (let row = 0, at = 0; row < high; row++) {
    for (let column = 0; column < wide; column++) {
      const [x, y] = source((column * spacing + 0.5) / columns, (row * spacing + 0.5) / rows);
      corners[at++] = x * image.columns - 0.5;
      corners[at++] = y * image.rows - 0.5;
    }
  }
  return corners;
}

/** Interpolates between two values of an array. */
const mixed = (values: Float32Array, at: number, step: number, share: number): number =>
  values[at]! + share * (values[at + step]! - values[at]!);

/** A random warp that turns, slants, stretches and bends. */
export function bent(random: Random, strength: number): Source {
  const [turn, slant] = [0.13 * strength * random.normal(), 0.17 * strength * random.normal()];
  const wide = Math.exp(strength * (0.08 + 0.22 * random.normal()));
  const high = Math.exp(0.08 * strength * random.normal());
  const waves = Array.from({ length: 2 }, () => ({
    ...{ across: 14 * random.next() - 7, down: 14 * random.next() - 7, phase: 7 * random.next() },
    ...{ x: 0.014 * strength * random.normal(), y: 0.014 * strength * random.normal() },
  }));
  return (x, y) => {
    let [right, below] = [(x - 0.5) / wide, (y - 0.5) / high];
    for (const wave of waves) {
      const height = Math.sin(wave.phase + wave.across * x + wave.down * y);
      right += wave.x * height;
      below += wave.y * height;
    }
    return [0.5 + right + (slant + turn) * below, 0.5 + below - turn * right];
  };
}

/** Varies an image as other writers and devices would: another shape, another pen, coarser pixels. */
export function byAnotherHand(image: FloatImage, random: Random, strength: number): FloatImage {
  const bend = bent(random, strength);
  if (random.next() < 0.55) return sharpened(warp(image, bend), random);
  const side = 2 * (11 + random.integer(14));
  const coarse = halved(warp(image, bend, { rows: side, columns: side }));
  if (random.next() < 0.5) makeBinary(coarse, between(random, 0.2, 0.4));
  return sharpened(
    warp(coarse, (x, y) => [x, y]),
    random,
  );
}

/** Thresholds the ink softly at a random level, which changes the width of strokes. */
function sharpened(image: FloatImage, random: Random): FloatImage {
  const soft = random.next() < 0.5 ? blurred(image) : image;
  const [level, sharpness] = [between(random, 0.2, 0.6), between(random, 1.2, 4)];
  const most = mostInk(soft);
  const values = new Float32Array(soft.values.length);
  for (let at = 0; at < values.length; at++) {
    const value = soft.values[at]!;
    if (value >= 0.02) values[at] = Math.min(1, Math.max(0, 0.5 + sharpness * (value / most - level)));
  }
  return { ...soft, values };
}

/** Replaces each pixel with 1 if it is above a fraction of the strongest ink, and with 0 otherwise. */
function makeBinary(image: FloatImage, level: number): void {
  const least = level * mostInk(image);
  const { values } = image;
  for (let at = 0; at < values.length; at++) values[at] = values[at]! > least ? 1 : 0;
}

/** The largest value of an image, at least 0.01. */
function mostInk({ values }: FloatImage): number {
  let most = 0.01;
  for (let at = 0; at < values.length; at++) if (values[at]! > most) most = values[at]!;
  return most;
}

/** Averages each pixel with its neighbours. */
function blurred({ values, rows, columns }: FloatImage): FloatImage {
  const result = new Float32Array(values.length);
  for (let at = columns + 1; at < values.length - columns - 1; at++) {
    const sides = values[at - 1]! + values[at + 1]! + values[at - columns]! + values[at + columns]!;
    result[at] = (2 * values[at]! + sides) / 6;
  }
  return { values: result, rows, columns };
}

/** Halves the sides of an image by averaging squares of four pixels. */
function halved({ values, ...size }: FloatImage): FloatImage {
  const [rows, columns] = [size.rows / 2, size.columns / 2];
  const result = new Float32Array(rows * columns);
  for (let row = 0, to = 0; row < rows; row++) {
    for (let at = 2 * row * size.columns, column = 0; column < columns; column++, at += 2, to++) {
      const below = at + size.columns;
      result[to] = (values[at]! + values[at + 1]! + values[below]! + values[below + 1]!) / 4;
    }
  }
  return { values: result, rows, columns };
}

/** Rotations and reflections, each with the digits that are no longer digits afterwards. */
const turnings: readonly (readonly [digits: string, source: Source])[] = [
  ['3479', (x, y) => [1 - x, y]],
  ['347', (x, y) => [1 - x, 1 - y]],
  ['2345679', (x, y) => [1 - y, x]],
  ['2345679', (x, y) => [y, 1 - x]],
];

/** Turns or mirrors a digit at random. Returns `undefined` if the result would still be a digit. */
export function turned(image: FloatImage, digit: string, random: Random): FloatImage | undefined {
  const [digits, source] = turnings[random.integer(turnings.length)]!;
  if (!digits.includes(digit)) return undefined;
  const bend = bent(random, 0.7);
  return warp(image, (x, y) => source(...bend(x, y)));
}

/** Draws one image over another. The first is bent, and the other is moved by a random offset. */
export function overlaid(one: FloatImage, other: FloatImage, random: Random): FloatImage {
  const [right, down] = [0.12 * random.normal(), 0.12 * random.normal()];
  return combined(
    warp(one, bent(random, 0.7)),
    warp(other, (x, y) => [x - right, y - down]),
    Math.max,
  );
}

/** Draws one image next to or above another, as if they were one character. */
export function glued(one: FloatImage, other: FloatImage, random: Random): FloatImage {
  const apart = between(random, 0.15, 0.24);
  const [right, down] = random.next() < 0.7 ? [apart, 0] : [0, apart];
  const size = between(random, 1.5, 2);
  const at =
    (side: number): Source =>
    (x, y) => [0.5 + size * (x - 0.5 + side * right), 0.5 + size * (y - 0.5 + side * down)];
  return combined(warp(one, at(1)), warp(other, at(-1)), Math.max);
}

/** Swaps the upper and lower halves of an image and, half of the time, also the left and right ones. */
export function shuffled(one: FloatImage, random: Random): FloatImage {
  const { values, rows, columns } = warp(one, (x, y) => [0.14 + 0.72 * x, 0.14 + 0.72 * y]);
  const [down, right] = [rows / 2, random.next() < 0.5 ? columns / 2 : 0];
  const swapped = new Float32Array(values.length);
  for (let row = 0, at = 0; row < rows; row++) {
    const start = ((row + down) % rows) * columns;
    for (let column = 0; column < columns; column++, at++)
      swapped[at] = values[start + ((column + right) % columns)]!;
  }
  return { values: swapped, rows, columns };
}
