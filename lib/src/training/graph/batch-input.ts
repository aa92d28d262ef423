import type { Dataset } from '../../datasets/dataset.js';
import type { InputScaling } from '../../models/input-scaling.js';
import type { Value } from './builder/graph.js';
import type { Operations } from './builder/operations.js';

/** How the training images are held in the graph, and what is done to them on their way into a batch. */
export interface BatchInput {
  readonly rows: number;
  readonly columns: number;
  /** Largest shift in pixels; images are held with so many rows and columns of background around them. */
  readonly margin: number;
  readonly flips: boolean;
  readonly mixes: boolean;
  readonly scaling: InputScaling;
}

/** What was drawn for each row of a batch. */
export interface RowDraws {
  /** Place of the image in the dataset. */
  readonly images: Value;
  /** Where the image's first pixel is taken from, counted in held bytes: its shift. */
  readonly shifts?: Value;
  /** 1 where the image is mirrored, else 0. */
  readonly flips?: Value;
}

/** Bytes of one image as it is held; the last few are for what the last row shifts in from the right. */
export function heldLength({
  rows,
  columns,
  margin,
}: Pick<BatchInput, 'rows' | 'columns' | 'margin'>): number {
  return (rows + 2 * margin) * heldWidth({ columns, margin }) + margin;
}

/** Bytes of a held row: background, then pixels. What is shifted in from the right is the next row's background. */
export function heldWidth({ columns, margin }: Pick<BatchInput, 'columns' | 'margin'>): number {
  return margin + columns;
}

/** The images as they are held: with background around each, if they are to be shifted. */
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

/** The pixels of a batch, one row an image, from the images as they are held. */
export function batchBytes(ops: Operations, input: BatchInput, held: Value, draws: RowDraws): Value {
  const staysInPlace = input.margin === 0 && !input.flips;
  return staysInPlace ? ops.gather(held, draws.images) : movedPixels(ops, input, held, draws);
}

/** Each pixel looked up where its image's shift and mirroring put it. */
function movedPixels(
  ops: Operations,
  input: BatchInput,
  held: Value,
  { images, shifts, flips }: RowDraws,
): Value {
  const { rows, columns } = input;
  const batch = images.shape[0]!;
  const pixel = ops.range(rows * columns, 'int32');
  const row = ops.floorDivide(pixel, columns);
  const column = ops.subtract(pixel, ops.multiply(row, columns));
  const start = ops.add(ops.multiply(images, heldLength(input)), shifts ?? 0);
  let places = ops.add(ops.multiply(row, heldWidth(input)), column);
  if (flips) {
    // Mirrored, a pixel comes from columns - 1 - column instead of column.
    const detour = ops.subtract(columns - 1, ops.multiply(column, 2));
    places = ops.add(places, ops.multiply(ops.reshape(flips, [batch, 1]), detour));
  }
  const flat = ops.reshape(held, [held.shape[0]! * held.shape[1]!]);
  return ops.gather(flat, ops.add(ops.reshape(start, [batch, 1]), places));
}
