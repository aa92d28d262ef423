import type { Dataset } from '../../datasets/dataset.js';
import { scalePixels } from '../../layers/network.js';
import type { InputScaling } from '../../models/input-scaling.js';
import type { Operations } from '../../program/operations.js';
import { misalignedBytes } from '../../program/tensorflow/session.js';
import type { Value } from '../../program/value.js';
import {
  annealed,
  type BatchContext,
  type Coordinates,
  type HeldImages,
  heldLength,
  heldWidth,
  type Mixed,
} from '../augmentations/augmentation.js';
import type { ChosenAugmentation } from '../augmentations/augmentation-table.js';

/** Random draws for the rows of a batch. */
export interface RowDraws {
  /** Index of each row's image in the dataset. */
  readonly images: Value;
  /** Draws of each augmentation, N × 1, by its name. */
  readonly augmentations: Readonly<Record<string, Value>>;
}

/** How the training images are stored in the graph and processed for a batch. */
export interface BatchInput {
  readonly images: HeldImages;
  readonly augmentations: readonly ChosenAugmentation[];
  readonly scaling: InputScaling;
}

/** The images as stored: each with a margin of background, if augmentations move it. */
export function holdImages({ images, count, rows, columns }: Dataset, margin: number): Uint8Array {
  if (margin === 0) return images;
  const length = heldLength({ rows, columns, margin });
  const width = heldWidth({ columns, margin });
  const held = misalignedBytes(count * length);
  for (let row = 0; row < count * rows; row++) {
    const start = Math.floor(row / rows) * length + (margin + (row % rows)) * width + margin;
    held.set(images.subarray(row * columns, (row + 1) * columns), start);
  }
  return held;
}

/** A batch of network inputs, N × pixels: augmented and scaled, but not yet mixed. */
export function batchPixels(context: BatchContext, input: BatchInput, held: Value, draws: RowDraws): Value {
  const { augmentations, scaling } = input;
  let pixels = takePixels(context, input.images, augmentations, held, draws);
  for (const { name, augmentation, chosen } of augmentations) {
    if (!augmentation.change) continue;
    const before = context.ops.cast(pixels, 'float');
    const changed = augmentation.change(context, before, chosen, draws.augmentations[name]);
    pixels = annealed(context, before, changed);
  }
  return scalePixels(context.ops, pixels, scaling);
}

/** Mixes pairs of rows of the batch, if an augmentation does so. */
export function mixRows(
  ops: Operations,
  { augmentations }: BatchInput,
  pixels: Value,
  draws: RowDraws,
): Mixed | undefined {
  const mixing = augmentations.find(({ augmentation }) => augmentation.mix);
  if (!mixing) return undefined;
  return mixing.augmentation.mix!(ops, pixels, partnersOf(ops, pixels), draws.augmentations[mixing.name]!);
}

/** For each row, the row that augmentation mixes it with: its counterpart in the batch in reverse order. */
export function partnersOf(ops: Operations, rows: Value): Value {
  return ops.reverseRows(rows);
}

/**
 * Gathers a batch's pixels, N × pixels, from `held` (count × bytes): bytes, or `float` if an augmentation
 * interpolates.
 */
function takePixels(
  context: BatchContext,
  images: HeldImages,
  augmentations: readonly ChosenAugmentation[],
  held: Value,
  draws: RowDraws,
): Value {
  const { ops, batchSize } = context;
  if (images.margin === 0 && augmentations.every(({ augmentation: { move, warp } }) => !move && !warp))
    return ops.gather(held, draws.images);
  const { rows, columns, margin } = images;
  const pixel = ops.range(rows * columns, 'int32');
  const row = ops.floorDivide(pixel, columns);
  const column = ops.subtract(pixel, ops.multiply(row, columns));
  const firstPixel = margin * heldWidth(images) + margin;
  const starts = ops.reshape(ops.add(ops.multiply(draws.images, heldLength(images)), firstPixel), [
    batchSize,
    1,
  ]);
  const flat = ops.reshape(held, [held.shape[0]! * held.shape[1]!]);
  const moving = augmentations.filter(({ augmentation }) => augmentation.move);
  const gather = (rowOf: Value, columnOf: Value) => {
    const at = { row: rowOf, column: columnOf, images };
    let [start, place] = [starts, ops.add(ops.multiply(rowOf, heldWidth(images)), columnOf)];
    for (const { name, augmentation } of moving) {
      const distance = augmentation.move!(ops, draws.augmentations[name]!, at);
      // An offset that is the same for all pixels of an image is added only once per image.
      if (distance.shape[1] === 1) start = ops.add(start, distance);
      else place = ops.add(place, distance);
    }
    return ops.gather(flat, ops.add(start, place));
  };
  const warping = augmentations.filter(({ augmentation }) => augmentation.warp);
  if (warping.length === 0) return gather(row, column);
  const take = (rowOf: Value, columnOf: Value) => ops.cast(gather(rowOf, columnOf), 'float');
  return warpedPixels(context, warping, { row, column }, take);
}

/** Pixels interpolated between the four around each place (bilinear). */
function warpedPixels(
  context: BatchContext,
  warping: readonly ChosenAugmentation[],
  { row, column }: { readonly row: Value; readonly column: Value },
  take: (row: Value, column: Value) => Value,
): Value {
  const { ops, rows, columns } = context;
  const middle = { x: (columns - 1) / 2, y: (rows - 1) / 2 };
  const centred = (place: Value, centre: number) =>
    ops.reshape(ops.subtract(ops.cast(place, 'float'), centre), [1, rows * columns]);
  const place: Coordinates = { x: centred(column, middle.x), y: centred(row, middle.y) };
  let from = place;
  for (const { augmentation, chosen } of warping) from = augmentation.warp!(context, from, chosen);
  const x = betweenPixels(ops, ops.add(annealed(context, place.x, from.x), middle.x), columns);
  const y = betweenPixels(ops, ops.add(annealed(context, place.y, from.y), middle.y), rows);
  const corner = (down: number, right: number) => take(ops.add(y.first, down), ops.add(x.first, right));
  const blend = (first: Value, second: Value, part: Value) =>
    ops.add(first, ops.multiply(ops.subtract(second, first), part));
  const [above, below] = [0, 1].map((down) => blend(corner(down, 0), corner(down, 1), x.part));
  return blend(above!, below!, y.part);
}

/**
 * The pixel before each coordinate, and the distance from it. Coordinates are clamped to at most one pixel
 * outside the image.
 */
function betweenPixels(ops: Operations, places: Value, size: number): { first: Value; part: Value } {
  const inside = ops.minimum(ops.maximum(places, -1), size);
  const floor = ops.floor(inside);
  return { first: ops.cast(floor, 'int32'), part: ops.subtract(inside, floor) };
}
