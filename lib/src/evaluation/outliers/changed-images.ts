import type { FloatImage } from '../../images/grey-image.js';
import type { ImageSize } from '../../images/image-size.js';
import type { Random } from '../../random.js';
import { between, combined, drawingSize } from './drawing.js';

/** Maps a point of the result to a point of the original image. All coordinates are from 0 to 1. */
type Source = (x: number, y: number) => readonly [x: number, y: number];

/** Distance in pixels between the points at which the source of a warp is computed. */
const spacing = 4;

/**
 * Warps an image: each pixel of the result is sampled at the point that `source` returns. To save time, `source` is
 * called for every fourth row and column only. Between them, its points are interpolated.
 */
export function warp(image: FloatImage, source: Source, size: ImageSize = drawingSize): FloatImage {
  const { rows, columns } = size;
  const width = Math.ceil(columns / spacing) + 1;
  const x = new Float32Array(width * (Math.ceil(rows / spacing) + 1));
  const y = new Float32Array(x.length);
  for (let at = 0; at < x.length; at++) {
    const [column, row] = [(at % width) * spacing, Math.floor(at / width) * spacing];
    const [right, down] = source((column + 0.5) / columns, (row + 0.5) / rows);
    x[at] = right * image.columns - 0.5;
    y[at] = down * image.rows - 0.5;
  }
  const values = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const down = (row % spacing) / spacing;
    const above = Math.floor(row / spacing) * width;
    for (let cell = 0; cell < width - 1; cell++) {
      const at = above + cell;
      const [firstX, nextX] = [mixed(x, at, width, down), mixed(x, at + 1, width, down)];
      const [firstY, nextY] = [mixed(y, at, width, down), mixed(y, at + 1, width, down)];
      const end = Math.min(columns, (cell + 1) * spacing);
      for (let column = cell * spacing; column < end; column++) {
        const right = (column % spacing) / spacing;
        const fromRow = firstY + right * (nextY - firstY);
        values[row * columns + column] = sample(image, fromRow, firstX + right * (nextX - firstX));
      }
    }
  }
  return { values, rows, columns };
}

/** Interpolates between a value and the one below it. */
const mixed = (values: Float32Array, at: number, width: number, down: number): number =>
  values[at]! + down * (values[at + width]! - values[at]!);

/** Bilinear interpolation between four pixels, 0 where one of them is missing: outside the image and at its edge. */
function sample({ values, rows, columns }: FloatImage, row: number, column: number): number {
  const top = Math.floor(row);
  const left = Math.floor(column);
  if (top < 0 || left < 0 || top + 1 >= rows || left + 1 >= columns) return 0;
  const [down, right] = [row - top, column - left];
  const at = top * columns + left;
  const upper = mixed(values, at, columns, down);
  return upper + right * (mixed(values, at + 1, columns, down) - upper);
}

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
  const kind = random.next();
  if (kind < 0.45) {
    const coarse = 11 + random.integer(14);
    const shrunk = averaged(
      warp(image, bent(random, strength), { rows: 2 * coarse, columns: 2 * coarse }),
      2,
    );
    const level = between(random, 0.2, 0.4);
    const isBinary = random.next() < 0.5;
    const { values } = shrunk;
    const most = values.reduce((largest, value) => Math.max(largest, value), 0.01);
    const pixels = isBinary ? values.map((value) => Number(value > level * most)) : values;
    return sharpened(
      warp({ ...shrunk, values: pixels }, (x, y) => [x, y]),
      random,
    );
  }
  return sharpened(warp(image, bent(random, strength)), random);
}

/** Thresholds the ink softly at a random level, which changes the width of strokes. */
function sharpened(image: FloatImage, random: Random): FloatImage {
  const soft = random.next() < 0.5 ? blurred(image) : image;
  let most = 0.01;
  for (const value of soft.values) if (value > most) most = value;
  const [level, sharpness] = [between(random, 0.2, 0.6), between(random, 1.2, 4)];
  const values = new Float32Array(soft.values.length);
  for (let at = 0; at < values.length; at++) {
    const value = soft.values[at]!;
    if (value >= 0.02) values[at] = Math.min(1, Math.max(0, 0.5 + sharpness * (value / most - level)));
  }
  return { ...soft, values };
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

/** Shrinks a square image by averaging squares of pixels. */
function averaged({ values, columns }: FloatImage, factor: number): FloatImage {
  const side = columns / factor;
  const result = new Float32Array(side * side);
  values.forEach((value, at) => {
    const [row, column] = [Math.floor(at / columns / factor), Math.floor((at % columns) / factor)];
    result[row * side + column]! += value / factor ** 2;
  });
  return { values: result, rows: side, columns: side };
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
  const right = random.next() < 0.5 ? columns / 2 : 0;
  const swapped = values.map((_, at) => {
    const [row, column] = [Math.floor(at / columns), at % columns];
    return values[((row + rows / 2) % rows) * columns + ((column + right) % columns)]!;
  });
  return { values: swapped, rows, columns };
}
