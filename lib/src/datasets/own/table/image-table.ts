import { type ImageSize, pixelCount } from '../../../images/image-size.js';
import { resizePicture } from '../../../images/resize.js';
import type { Dataset } from '../../dataset.js';
import { imageAt } from '../../image-at.js';

/** Images and labels read from a file of numbers. */
export interface ImageTable {
  /** Name of the file, for messages. */
  readonly source: string;
  /** Values per image. */
  readonly pixels: number;
  /** Height and width of the images, if the file specifies them. */
  readonly size?: ImageSize;
  /** `labels.length × pixels` numbers, 0 to 255 or 0 to 1. */
  readonly values: ArrayLike<number>;
  /** The class of each image: an integer as text, or a name. */
  readonly labels: readonly string[];
}

/** How tables are converted to datasets. */
export interface TableOptions {
  /**
   * Height and width of the images, if their product is the number of pixels. Otherwise images are scaled to
   * this size.
   */
  readonly imageShape?: readonly [rows: number, columns: number];
  /** Class names by index, if a file lists them. Defaults to the distinct labels, sorted. */
  readonly classNames?: readonly string[];
}

/** The classes of a table: its distinct labels, in numeric or alphabetical order. */
export function classesOf({ labels }: ImageTable): string[] {
  return [...new Set(labels)].sort(new Intl.Collator('en', { numeric: true }).compare);
}

/**
 * Converts tables to datasets: pixels as bytes, labels as class indices of the first table.
 *
 * @param tables The tables, with the training table first. That one determines whether all pixels are in 0..1
 *   or 0..255.
 * @throws {RangeError} if the size of the images is unknown, pixels are out of range, or a later table has other
 *   classes or another number of pixels per image.
 */
export function datasetsOf(
  tables: readonly ImageTable[],
  { imageShape, classNames }: TableOptions,
): Dataset[] {
  const [first] = tables as [ImageTable];
  const size = sizeOf(first, imageShape);
  const isFraction = !some(first.values, (value) => value > 1);
  const names = classNames ?? classesOf(first);
  // Numeric labels are indices into the class names from a file.
  const indices = new Map(names.map((name, index) => [classNames ? `${index}` : name, index]));
  return tables.map((table) => {
    if (table.pixels !== first.pixels)
      throw new RangeError(
        `Loading ${table.source}: expected ${first.pixels} pixels, as in ${first.source}, but found ${table.pixels}.`,
      );
    const labels = Uint8Array.from(table.labels, (label) => indexOf(label, indices, table.source));
    const images = bytesOf(table, isFraction ? 255 : 1);
    const dataset = { images, labels, count: labels.length, ...size, classNames: names };
    const [rows, columns] = imageShape ?? [size.rows, size.columns];
    return rows === size.rows && columns === size.columns ? dataset : scaled(dataset, { rows, columns });
  });
}

/**
 * The size specified by the file, else the requested one if it matches the number of pixels, else a square.
 */
function sizeOf({ source, pixels, size }: ImageTable, shape: TableOptions['imageShape']): ImageSize {
  if (size) return size;
  if (shape && shape[0] * shape[1] === pixels) return { rows: shape[0], columns: shape[1] };
  const side = Math.sqrt(pixels);
  if (Number.isInteger(side)) return { rows: side, columns: side };
  throw new RangeError(
    `Loading ${source}: expected a square number of pixels but found ${pixels} per image. Set their height and width (imageShape in the library, --image-shape on the command line).`,
  );
}

function indexOf(label: string, indices: ReadonlyMap<string, number>, source: string): number {
  const index = indices.get(label);
  if (index !== undefined) return index;
  throw new RangeError(
    `Loading ${source}: expected the labels ${[...indices.keys()].join(', ')} but found ${label}.`,
  );
}

function bytesOf({ source, pixels, values }: ImageTable, scale: number): Uint8Array {
  const bytes = new Uint8Array(values.length);
  for (let at = 0; at < bytes.length; at++) {
    const value = values[at]! * scale;
    if (!(value >= 0 && value <= 255))
      throw new RangeError(
        `Loading ${source}: expected pixels from 0 to ${scale === 1 ? 255 : '1, as in the training images,'} but found ${values[at]} in image ${Math.floor(at / pixels)}.`,
      );
    bytes[at] = Math.round(value);
  }
  return bytes;
}

function scaled(dataset: Dataset, size: ImageSize): Dataset {
  const { count, rows, columns } = dataset;
  const to = pixelCount(size);
  const smaller = new Uint8Array(count * to);
  for (let index = 0; index < count; index++) {
    smaller.set(resizePicture({ pixels: imageAt(dataset, index), rows, columns }, size).pixels, index * to);
  }
  return { ...dataset, ...size, images: smaller };
}

function some(values: ArrayLike<number>, isWanted: (value: number) => boolean): boolean {
  for (let at = 0; at < values.length; at++) if (isWanted(values[at]!)) return true;
  return false;
}
