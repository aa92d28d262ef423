import type { Option } from '../../options/option.js';
import type { Operations } from '../../program/operations.js';
import { uniformNumbers } from '../../program/random-numbers.js';
import type { Value } from '../../program/value.js';
import type { Random } from '../../random.js';

/** The images of a dataset as the graph holds them: each with background around it, so that it can be moved. */
export interface HeldImages {
  readonly rows: number;
  readonly columns: number;
  /** Rows of background above and below, columns of it to the left, in pixels. */
  readonly margin: number;
}

/** Rows and columns of the pixels that are taken: `int32`, pixels, or N × pixels where images are warped as well. */
export interface Places {
  readonly row: Value;
  readonly column: Value;
  readonly images: HeldImages;
}

/** What an augmentation may use while it changes a batch. */
export interface BatchContext {
  readonly ops: Operations;
  readonly batchSize: number;
  readonly rows: number;
  readonly columns: number;
  /** Uniform random bits of a shape, `uint32`, other ones in each step. */
  randomBits(shape: readonly number[]): Value;
  /** How strong augmentations still are in this step, 0 to 1, a scalar; left out where they are not annealed. */
  readonly strength?: Value;
}

/** Where the pixels of a batch are taken from, in pixels right of and below the middle of the image, `float`. */
export interface Coordinates {
  /** N × pixels, or 1 × pixels where it is the same for every image. */
  readonly x: Value;
  readonly y: Value;
}

/** Rows that were mixed with one another. */
export interface Mixed {
  /** N × pixels. */
  readonly pixels: Value;
  /** The part of the row's own image, N × 1; the rest is its partner's. */
  readonly part: Value;
}

/**
 * A number for each row of each batch, drawn by the seeded generator before the epoch. Annealing draws less often and
 * leaves the other images as they are.
 */
export interface Drawn<Chosen> {
  readonly type: 'int32' | 'float';
  /** What leaves an image as it is; without one, the augmentation is never annealed. */
  readonly none?: number;
  draw(random: Random, chosen: Chosen, images: HeldImages): number;
}

/**
 * A change that is drawn anew for every image and epoch: all that the rest of the training needs to know of it.
 *
 * It does one of four things: `move` takes each pixel from elsewhere, `warp` from between pixels, `change` computes
 * other pixels, `mix` mixes pairs of images and their targets. What is random in it is drawn ahead (`drawn`), or made
 * in the graph.
 */
export interface Augmentation<Chosen = unknown> {
  /** How strong it is; its default is off. */
  readonly option: Option<Chosen> & { readonly standard: Chosen };
  /** What is drawn ahead; without it, all that is random is made in the graph. */
  readonly drawn?: Drawn<Chosen>;
  /** Pixels of background that the images must be held with. Defaults to 0. */
  margin?(chosen: Chosen): number;
  /** Why it cannot be done to images of a size, as what is wanted instead; undefined if it can. */
  obstacle?(chosen: Chosen, size: { readonly rows: number; readonly columns: number }): string | undefined;
  /**
   * How far from its place in the held image each pixel is taken, counted in bytes.
   *
   * @param drawn N × 1, `int32`.
   * @returns N × 1, or N × pixels.
   */
  move?(ops: Operations, drawn: Value, places: Places): Value;
  /**
   * Bends or turns the image: other places to take pixels from; those between pixels are interpolated, once. Annealing
   * moves the places by less.
   */
  warp?(context: BatchContext, from: Coordinates, chosen: Chosen): Coordinates;
  /**
   * Other pixels; annealing takes only a part of the difference.
   *
   * @param pixels N × pixels, row-major, 0 to 255 with background 0, `float`.
   * @param drawn N × 1, where something is drawn ahead.
   */
  change?(context: BatchContext, pixels: Value, chosen: Chosen, drawn: Value | undefined): Value;
  /**
   * Mixes each row with its partner; their targets are mixed by the same parts.
   *
   * @param pixels N × pixels, as the network sees them.
   * @param partners The same rows in another order.
   * @param drawn N × 1.
   */
  mix?(ops: Operations, pixels: Value, partners: Value, drawn: Value): Mixed;
}

/** Declares an augmentation; the option's own type holds in it. */
export function defineAugmentation<Chosen>(augmentation: Augmentation<Chosen>): Augmentation {
  return augmentation as unknown as Augmentation;
}

/** Bytes of a held row: background, then pixels. What is shifted in from the right is the next row's background. */
export function heldWidth({ columns, margin }: Pick<HeldImages, 'columns' | 'margin'>): number {
  return margin + columns;
}

/** Bytes of one held image; the last few are for what the last row shifts in from the right. */
export function heldLength({ rows, columns, margin }: HeldImages): number {
  return (rows + 2 * margin) * heldWidth({ columns, margin }) + margin;
}

/** A number from -1 to 1 for each row of a batch, N × 1. */
export function uniformRows({ ops, batchSize, randomBits }: BatchContext): Value {
  return ops.subtract(ops.multiply(uniformNumbers(ops, randomBits([batchSize, 1])), 2), 1);
}

/** What an augmentation made of something, or as much of the change as annealing has left of it. */
export function annealed({ ops, strength }: BatchContext, before: Value, after: Value): Value {
  return strength ? ops.add(before, ops.multiply(ops.subtract(after, before), strength)) : after;
}
