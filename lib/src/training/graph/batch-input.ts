import type { Dataset } from '../../datasets/dataset.js';
import type { InputScaling } from '../../models/input-scaling.js';
import {
  type HeldImages,
  heldLength,
  heldWidth,
  type Mixed,
  type PixelContext,
} from '../augmentations/augmentation.js';
import type { ChosenAugmentation } from '../augmentations/augmentation-table.js';
import type { Value } from './builder/graph.js';
import type { Operations } from './builder/operations.js';

/** How the training images are held in the graph, and what is done to them on their way into a batch. */
export interface BatchInput {
  readonly images: HeldImages;
  readonly augmentations: readonly ChosenAugmentation[];
  readonly scaling: InputScaling;
}

/** What was drawn for the rows of a batch. */
export interface RowDraws {
  /** Place of each row's image in the dataset. */
  readonly images: Value;
  /** N × 1 for each augmentation that drew something, by its name. */
  readonly augmentations: Readonly<Record<string, Value>>;
}

/** The images as they are held: with background around each, if they are to be moved. */
export function holdImages({ images, count, rows, columns }: Dataset, margin: number): Uint8Array {
  if (margin === 0) return images;
  const length = heldLength({ rows, columns, margin });
  const width = heldWidth({ columns, margin });
  const held = new Uint8Array(count * length);
  for (let row = 0; row < count * rows; row++) {
    const start = Math.floor(row / rows) * length + (margin + (row % rows)) * width + margin;
    held.set(images.subarray(row * columns, (row + 1) * columns), start);
  }
  return held;
}

/** `(pixel / 255 - mean) / standardDeviation`, as a product and a sum. */
export function scalePixels(
  ops: Operations,
  pixels: Value,
  { mean, standardDeviation }: InputScaling,
): Value {
  const scaled = ops.multiply(ops.cast(pixels, 'float'), 1 / (255 * standardDeviation));
  return mean === 0 ? scaled : ops.subtract(scaled, mean / standardDeviation);
}

/** What the network sees of a batch: N × pixels, moved, changed and scaled, but not yet mixed. */
export function batchPixels(
  context: PixelContext,
  { images, augmentations, scaling }: BatchInput,
  held: Value,
  draws: RowDraws,
): Value {
  let pixels = takenPixels(context.ops, images, augmentations, held, draws);
  for (const { name, augmentation, chosen } of augmentations)
    if (augmentation.change)
      pixels = augmentation.change(
        context,
        context.ops.cast(pixels, 'float'),
        chosen,
        draws.augmentations[name],
      );
  return scalePixels(context.ops, pixels, scaling);
}

/** The batch with pairs of rows mixed, where an augmentation does that. */
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

/** The partner of each row: the first row's is the last. */
export function partnersOf(ops: Operations, rows: Value): Value {
  return ops.reverseRows(rows);
}

/** Each pixel taken from where it is or, of an image that is moved, from elsewhere. */
function takenPixels(
  ops: Operations,
  images: HeldImages,
  augmentations: readonly ChosenAugmentation[],
  held: Value,
  draws: RowDraws,
): Value {
  const moving = augmentations.filter(({ augmentation }) => augmentation.move);
  if (moving.length === 0 && images.margin === 0) return ops.gather(held, draws.images);
  const { rows, columns, margin } = images;
  const batch = draws.images.shape[0]!;
  const pixel = ops.range(rows * columns, 'int32');
  const row = ops.floorDivide(pixel, columns);
  const column = ops.subtract(pixel, ops.multiply(row, columns));
  const firstPixel = margin * heldWidth(images) + margin;
  let starts = ops.reshape(ops.add(ops.multiply(draws.images, heldLength(images)), firstPixel), [batch, 1]);
  let places = ops.add(ops.multiply(row, heldWidth(images)), column);
  for (const { name, augmentation } of moving) {
    const distance = augmentation.move!(ops, draws.augmentations[name]!, { row, column, images });
    // What is the same for all pixels of an image is added once for the image.
    if (distance.shape[1] === 1) starts = ops.add(starts, distance);
    else places = ops.add(places, distance);
  }
  const flat = ops.reshape(held, [held.shape[0]! * held.shape[1]!]);
  return ops.gather(flat, ops.add(starts, places));
}
