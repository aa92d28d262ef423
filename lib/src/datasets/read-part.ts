import type { ImageSize } from '../images/image-size.js';
import type { DatasetEntry, DatasetFile, DatasetRole } from './catalogue-entry.js';
import type { Dataset } from './dataset.js';
import { type IdxExpectation, parseIdx } from './idx.js';

/**
 * Makes a dataset from the bytes of an images file and a labels file, and corrects the entry's quirks.
 *
 * @throws {SyntaxError} if a file is not valid idx or does not contain images or labels.
 * @throws {RangeError} if the numbers of labels and images differ, or a label is not a valid class index.
 */
export function readPart(
  {
    files,
    classNames,
    quirks = {},
  }: Pick<DatasetEntry, 'classNames' | 'quirks'> & {
    readonly files: Readonly<Record<DatasetRole, Pick<DatasetFile, 'name'>>>;
  },
  part: 'train' | 'test',
  imageBytes: Uint8Array,
  labelBytes: Uint8Array,
): Dataset {
  const { name: imagesFile } = files[`${part}Images`];
  const { name: labelsFile } = files[`${part}Labels`];
  const { shape, data } = parseIdx(imageBytes, { file: imagesFile, elementType: 'uint8', dimensions: 3 });
  const [count, rows, columns] = shape as [number, number, number];
  const published = quirks.labelTable
    ? firstColumn(labelBytes, { file: labelsFile, elementType: 'int32', dimensions: 2 })
    : parseIdx(labelBytes, { file: labelsFile, elementType: 'uint8', dimensions: 1 }).data;
  if (published.length !== count) {
    throw new RangeError(
      `Reading ${labelsFile}: expected ${count} labels, as many as images in ${imagesFile}, but found ${published.length}.`,
    );
  }
  const labels = fromZero(published, quirks.firstLabel ?? 0, classNames.length, labelsFile);
  if (!quirks.transposed) return { images: data, labels, count, rows, columns, classNames };
  const images = transpose(data, { rows, columns });
  return { images, labels, count, rows: columns, columns: rows, classNames };
}

function firstColumn(bytes: Uint8Array, expected: IdxExpectation<'int32'>): Int32Array {
  const { shape, data } = parseIdx(bytes, expected);
  const [count, columns] = shape as [number, number];
  if (columns === 0) {
    throw new SyntaxError(
      `Reading ${expected.file}: expected a table of labels but found one of no columns.`,
    );
  }
  return Int32Array.from({ length: count }, (_, row) => data[row * columns]!);
}

function fromZero(
  published: Uint8Array | Int32Array,
  firstLabel: number,
  classCount: number,
  file: string,
): Uint8Array {
  const labels = new Uint8Array(published.length);
  for (let index = 0; index < published.length; index++) {
    const label = published[index]! - firstLabel;
    if (label < 0 || label >= classCount) {
      throw new RangeError(
        `Reading ${file}: expected labels from ${firstLabel} to ${firstLabel + classCount - 1} but label ${index} is ${published[index]}.`,
      );
    }
    labels[index] = label;
  }
  return labels;
}

function transpose(images: Uint8Array, { rows, columns }: ImageSize): Uint8Array {
  const result = new Uint8Array(images.length);
  for (let start = 0; start < images.length; start += rows * columns) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        result[start + column * rows + row] = images[start + row * columns + column]!;
      }
    }
  }
  return result;
}
