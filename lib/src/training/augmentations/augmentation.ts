import type { Option } from '../../options/option.js';
import type { Operations } from '../../program/operations.js';
import { uniformNumbers } from '../../program/random-numbers.js';
import type { Value } from '../../program/value.js';
import type { Random } from '../../random.js';

/** A dataset's images in the graph, each with a margin of background, so that it can be moved. */
export interface HeldImages {
  readonly rows: number;
  readonly columns: number;
  /** Rows of background above and below, and columns to the left, in pixels. */
  readonly margin: number;
}

/**
 * Row and column of the source of each pixel, `int32`: one per pixel, or N × pixels if images are also
 * warped.
 */
export interface Places {
  readonly row: Value;
  readonly column: Value;
  readonly images: HeldImages;
}

/** Context in which an augmentation changes a batch. */
export interface BatchContext {
  readonly ops: Operations;
  readonly batchSize: number;
  readonly rows: number;
  readonly columns: number;
  /** Uniform random bits of a shape, `uint32`, different in each step. */
  randomBits(shape: readonly number[]): Value;
  /** Strength of augmentations in this step, 0 to 1, a scalar. It is omitted without annealing. */
  readonly strength?: Value;
}

/**
 * Coordinates of the sources of a batch's pixels, relative to the image's centre, to the right and down, in
 * pixels, `float`.
 */
export interface Coordinates {
  /** N × pixels, or 1 × pixels if the coordinates are the same for every image. */
  readonly x: Value;
  readonly y: Value;
}

/** A batch in which each row was mixed with another row, its partner. */
export interface Mixed {
  /** The mixed pixels, N × pixels. */
  readonly pixels: Value;
  /** Weight of the row's own image, N × 1. The weight of its partner is 1 minus this. */
  readonly part: Value;
}

/**
 * A number per row of each batch, drawn by the seeded generator before the epoch. Annealing lowers the
 * fraction of images that use their number. The other images do not change.
 */
export interface Drawn<Chosen> {
  readonly type: 'int32' | 'float';
  /** The value that leaves an image unchanged. Without this field, the augmentation is not annealed. */
  readonly none?: number;
  draw(random: Random, chosen: Chosen, images: HeldImages): number;
}

/**
 * A random change to every image in every epoch: a row of the table of augmentations.
 *
 * Each augmentation implements one of four methods: `move` takes each pixel from another one, `warp`
 * interpolates between pixels, `change` computes new pixels, and `mix` mixes pairs of images and their
 * targets. Its random numbers are drawn before the epoch (`drawn`) or generated in the graph.
 */
export interface Augmentation<Chosen = unknown> {
  /** The option for the strength, off by default. */
  readonly option: Option<Chosen> & { readonly standard: Chosen };
  /** Numbers drawn before the epoch. Without it, all randomness is generated in the graph. */
  readonly drawn?: Drawn<Chosen>;
  /** Margin of background that the images need, in pixels. Defaults to 0. */
  margin?(chosen: Chosen): number;
  /** If images of a size are not supported, describes the supported ones. Otherwise returns undefined. */
  obstacle?(chosen: Chosen, size: { readonly rows: number; readonly columns: number }): string | undefined;
  /**
   * Offset of each source pixel in the stored image, in bytes.
   *
   * @param drawn N × 1, `int32`.
   * @returns N × 1, or N × pixels.
   */
  move?(ops: Operations, drawn: Value, places: Places): Value;
  /**
   * Bends or rotates the image by changing the source coordinates. Pixels are interpolated once, after all
   * warps. Annealing reduces the displacement.
   */
  warp?(context: BatchContext, from: Coordinates, chosen: Chosen): Coordinates;
  /**
   * Computes new pixels. Annealing applies only a fraction of the difference.
   *
   * @param pixels N × pixels, row-major, 0 to 255 with background 0, `float`.
   * @param drawn N × 1, if numbers are drawn before the epoch.
   */
  change?(context: BatchContext, pixels: Value, chosen: Chosen, drawn: Value | undefined): Value;
  /**
   * Mixes each row with another row of the batch, its partner. The targets of both are mixed with the same weights.
   *
   * @param pixels N × pixels, as scaled for the network.
   * @param partners The same rows in another order.
   * @param drawn N × 1.
   */
  mix?(ops: Operations, pixels: Value, partners: Value, drawn: Value): Mixed;
}

/** Declares an augmentation with a typed option. */
export function defineAugmentation<Chosen>(augmentation: Augmentation<Chosen>): Augmentation {
  return augmentation as unknown as Augmentation;
}

/**
 * Bytes of a stored row: background, then pixels. If a shift moves an image to the left, the uncovered pixels
 * come from the background of the next row.
 */
export function heldWidth({ columns, margin }: Pick<HeldImages, 'columns' | 'margin'>): number {
  return margin + columns;
}

/** Bytes of a stored image, including padding for shifts of the last row. */
export function heldLength({ rows, columns, margin }: HeldImages): number {
  return (rows + 2 * margin) * heldWidth({ columns, margin }) + margin;
}

/** A random number from -1 to 1 per row of a batch, N × 1. */
export function uniformRows({ ops, batchSize, randomBits }: BatchContext): Value {
  return ops.subtract(ops.multiply(uniformNumbers(ops, randomBits([batchSize, 1])), 2), 1);
}

/** The result of an augmentation, blended with the original according to annealing. */
export function annealed({ ops, strength }: BatchContext, before: Value, after: Value): Value {
  return strength ? ops.add(before, ops.multiply(ops.subtract(after, before), strength)) : after;
}
