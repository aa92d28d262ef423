import type { FloatImage } from '../../images/grey-image.js';
import type { ImageSize } from '../../images/image-size.js';
import type { Random } from '../../random.js';
import { bent, warp } from './changed-images.js';
import { between, combined, oneOf } from './drawing.js';
import { cloud, shapes } from './drawn-outliers.js';

/** Makes an outlier from up to two images of a dataset. */
type Change = (one: FloatImage, other: FloatImage, random: Random) => FloatImage;

const asIs = (image: FloatImage) => warp(image, (x, y) => [x, y]);
const clamped = (value: number) => Math.min(1, Math.max(0, value));

/**
 * Varies an image as another catalogue would: slightly turned and stretched, in other light, perhaps
 * mirrored.
 */
export function inAnotherCatalogue(image: FloatImage, random: Random, strength: number): FloatImage {
  const [bend, isMirrored] = [bent(random, 0.4 * strength), random.next() < 0.5];
  const moved = warp(image, (x, y) => bend(isMirrored ? 1 - x : x, y));
  // Pale garments on white are almost as dark as their background after negation.
  const pale = random.next() < 0.25 ? between(random, 1, 3) : 1;
  const [gamma, noise] = [pale * Math.exp(0.35 * random.normal()), between(random, 0, 0.06)];
  const { values } = moved;
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    values[at] = value < 0.02 ? 0 : clamped(value ** gamma + noise * random.normal());
  }
  return moved;
}

/** Draws a shape in a random shade, plain or with a texture. */
function object(random: Random): FloatImage {
  const shape = oneOf(Object.values(shapes), random)(random);
  return combined(shape, shaded(random), (ink, shade) => ink * Math.max(0.05, shade));
}

/** An image of random grey levels, plain or with a texture. */
function shaded(random: Random): FloatImage {
  const [level, contrast] = [between(random, 0.15, 0.95), Math.max(0, between(random, -0.4, 0.7))];
  const texture = cloud(random);
  const { values } = texture;
  for (let at = 0; at < values.length; at++) values[at] = clamped(level + contrast * (values[at]! - 0.5));
  return texture;
}

/** Garments that are not photographed as in a catalogue, and objects that are not garments. */
export const badPhotos: Readonly<Record<string, Change>> = {
  turned(image, _, random) {
    const angle = (random.next() < 0.5 ? 1 : -1) * between(random, 0.5, Math.PI);
    const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
    return warp(image, (x, y) => [
      0.5 + cosine * (x - 0.5) + sine * (y - 0.5),
      0.5 + cosine * (y - 0.5) - sine * (x - 0.5),
    ]);
  },

  tooClose(image, _, random) {
    const scale = between(random, 0.3, 0.7);
    const [right, down] = [between(random, -0.25, 0.25), between(random, -0.25, 0.25)];
    return warp(image, (x, y) => [0.5 + right + scale * (x - 0.5), 0.5 + down + scale * (y - 0.5)]);
  },

  /** About half of a garment, scaled to the size of a complete one. */
  cutOff(image, _, random) {
    const [share, isUpper] = [between(random, 0.35, 0.7), random.next() < 0.5];
    const bend = bent(random, 0.5);
    return warp(image, (x, y) => bend(x, isUpper ? y * share : 1 - share + y * share));
  },

  crumpled: (image, _, random) => warp(image, bent(random, 3.5)),

  /** A garment with holes, or with remains of the background. */
  badlyCut(image, _, random) {
    const [level, isHole] = [between(random, 0.15, 0.9), random.next() < 0.5];
    return combined(asIs(image), cloud(random), (value, part) =>
      isHole ? value * (1 - part) : value < 0.05 && part > 0.6 ? level : value,
    );
  },

  onGround: (image, _, random) =>
    combined(
      warp(image, (x, y) => [0.5 + 1.15 * (x - 0.5), 0.5 + 1.15 * (y - 0.5)]),
      shaded(random),
      (value, shade) => (value < 0.05 ? Math.max(0.06, shade) : value),
    ),

  /** Two garments in one image. */
  together(image, other, random) {
    const [apart, down] = [between(random, 0.15, 0.3), between(random, -0.2, 0.2)];
    const at = (side: number) => (x: number, y: number) =>
      [0.5 + 1.5 * (x - 0.5 + side * apart), 0.5 + 1.5 * (y - 0.5 + side * down)] as const;
    return combined(warp(image, at(1)), warp(other, at(-1)), Math.max);
  },

  object: (_, __, random) => object(random),

  objects: (_, __, random) => combined(object(random), object(random), Math.max),

  surface: (_, __, random) => combined(cloud(random), shaded(random), (part, shade) => part * shade),
};

/** Scales the drawn object to the longer side of an image, as the preprocessing of photos does. */
export function framedGarment({ values, rows, columns }: FloatImage, size: ImageSize): Uint8Array {
  let [top, bottom, left, right] = [rows, 0, columns, 0];
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      if (values[at]! < 0.05) continue;
      top = Math.min(top, row);
      bottom = row + 1;
      left = Math.min(left, column);
      right = Math.max(right, column + 1);
    }
  }
  const scale = Math.max((bottom - top) / rows, (right - left) / columns);
  const [y, x] = [(top + bottom) / 2 / rows, (left + right) / 2 / columns];
  const source = (toX: number, toY: number) => [x + scale * (toX - 0.5), y + scale * (toY - 0.5)] as const;
  const framed = warp({ values, rows, columns }, source, size);
  const pixels = new Uint8Array(framed.values.length);
  for (let at = 0; at < pixels.length; at++) pixels[at] = Math.round(255 * framed.values[at]!);
  return pixels;
}
