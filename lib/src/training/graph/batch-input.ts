import type { Dataset } from '../../datasets/dataset.js';
import type { InputScaling } from '../../models/input-scaling.js';
import {
  type BatchContext,
  eased,
  type HeldImages,
  heldLength,
  heldWidth,
  type Mixed,
} from '../augmentations/augmentation.js';
import type { ChosenAugmentation } from '../augmentations/augmentation-table.js';
import type { Value } from './builder/graph.js';
import type { Operations } from './builder/operations.js';
import { type RowDraws, takePixels } from './take-pixels.js';

/** How the training images are held in the graph, and what is done to them on their way into a batch. */
export interface BatchInput {
  readonly images: HeldImages;
  readonly augmentations: readonly ChosenAugmentation[];
  readonly scaling: InputScaling;
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
export function batchPixels(context: BatchContext, input: BatchInput, held: Value, draws: RowDraws): Value {
  const { augmentations, scaling } = input;
  let pixels = takePixels(context, input.images, augmentations, held, draws);
  for (const { name, augmentation, chosen } of augmentations) {
    if (!augmentation.change) continue;
    const before = context.ops.cast(pixels, 'float');
    const changed = augmentation.change(context, before, chosen, draws.augmentations[name]);
    pixels = eased(context, before, changed);
  }
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
