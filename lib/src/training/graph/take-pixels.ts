import {
  type BatchContext,
  type Coordinates,
  eased,
  type HeldImages,
  heldLength,
  heldWidth,
} from '../augmentations/augmentation.js';
import type { ChosenAugmentation } from '../augmentations/augmentation-table.js';
import type { Value } from './builder/graph.js';
import type { Operations } from './builder/operations.js';

/** What was drawn for the rows of a batch. */
export interface RowDraws {
  /** Place of each row's image in the dataset. */
  readonly images: Value;
  /** N × 1 for each augmentation that drew something, by its name. */
  readonly augmentations: Readonly<Record<string, Value>>;
}

/**
 * The pixels of a batch, each taken from where it is or, of an image that is moved or warped, from elsewhere.
 *
 * @param held The images as they are held, count × bytes.
 * @returns N × pixels: bytes, or `float` where they are interpolated.
 */
export function takePixels(
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
      // What is the same for all pixels of an image is added once for the image.
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
  const x = betweenPixels(ops, ops.add(eased(context, place.x, from.x), middle.x), columns);
  const y = betweenPixels(ops, ops.add(eased(context, place.y, from.y), middle.y), rows);
  const corner = (down: number, right: number) => take(ops.add(y.first, down), ops.add(x.first, right));
  const blend = (first: Value, second: Value, part: Value) =>
    ops.add(first, ops.multiply(ops.subtract(second, first), part));
  const [above, below] = [0, 1].map((down) => blend(corner(down, 0), corner(down, 1), x.part));
  return blend(above!, below!, y.part);
}

/** The pixel before each place, and how far it is from there to the next; what is outside is just outside. */
function betweenPixels(ops: Operations, places: Value, size: number): { first: Value; part: Value } {
  const inside = ops.minimum(ops.maximum(places, -1), size);
  const floor = ops.floor(inside);
  return { first: ops.cast(floor, 'int32'), part: ops.subtract(inside, floor) };
}
