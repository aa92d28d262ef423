import { listOf } from '../../../text/format.js';
import { openZip } from '../../acquisition/fetch-from-archive.js';
import type { PartName } from '../folder-parts.js';
import type { ImageTable } from './image-table.js';
import { type NpyArray, readNpy } from './npy-array.js';

/** Names of the arrays, in lower case: Keras's, MedMNIST's, and those of files with a single split. */
const arrayNames: Readonly<Record<PartName | 'all', readonly (readonly [images: string, labels: string])[]>> =
  {
    train: [
      ['x_train', 'y_train'],
      ['train_images', 'train_labels'],
    ],
    validation: [
      ['x_val', 'y_val'],
      ['x_valid', 'y_valid'],
      ['val_images', 'val_labels'],
    ],
    test: [
      ['x_test', 'y_test'],
      ['test_images', 'test_labels'],
    ],
    all: [
      ['x', 'y'],
      ['images', 'labels'],
      ['data', 'target'],
    ],
  };

/**
 * Reads a file of NumPy arrays (`numpy.savez`) with images and labels, such as Keras's `mnist.npz`: `x_train`,
 * `y_train`, `x_test` and `y_test`.
 *
 * @param test With `false`, the test arrays are not read.
 * @throws {SyntaxError} if it is another format, or an array cannot be read.
 * @throws {RangeError} if arrays are missing, or their shapes are not those of grey images and labels.
 */
export async function readNpzTables(
  file: string,
  test: boolean,
): Promise<{
  readonly tables: Partial<Record<PartName | 'all', ImageTable>>;
  readonly isTestUnread: boolean;
}> {
  const archive = await openZip(file).catch((error: Error) => {
    throw new SyntaxError(`Reading ${file}: expected an npz file but ${error.message}.`, { cause: error });
  });
  try {
    const arrays = new Map(
      archive.names.map((name) => [name.toLowerCase().replace(/\.npy$/, ''), name] as const),
    );
    const read = async (name: string) => {
      const source = `${file}, ${name}`;
      return { source, ...(await readNpy(archive.read(arrays.get(name)!), source)) };
    };
    const tables: Partial<Record<PartName | 'all', ImageTable>> = {};
    let isTestUnread = false;
    for (const [part, names] of Object.entries(arrayNames)) {
      const found = names.find((pair) => pair.every((name) => arrays.has(name)));
      if (!found || (part === 'all' && tables.train)) continue;
      if (part === 'test' && !test) {
        isTestUnread = true;
        continue;
      }
      tables[part as PartName | 'all'] = tableOf(await read(found[0]), await read(found[1]));
    }
    if (!tables.train && !tables.all)
      throw new RangeError(
        `Loading ${file}: expected the arrays x_train and y_train (and x_test, y_test), or x and y, but found ${listOf([...arrays.keys()]) || 'none'}. Save it again with these names: numpy.savez.`,
      );
    return { tables, isTestUnread };
  } finally {
    archive.close();
  }
}

interface NamedArray extends NpyArray {
  readonly source: string;
}

function tableOf(images: NamedArray, labels: NamedArray): ImageTable {
  const { source, shape, values } = images;
  const count = shape[0] ?? 0;
  const sides = shape.slice(1);
  // Drop an axis of a single channel: PyTorch puts it before the rows, Keras after the columns.
  if (sides.length === 3) sides.splice(sides[0] === 1 ? 0 : 2, Number(sides[0] === 1 || sides[2] === 1));
  if (count === 0 || sides.length < 1 || sides.length > 2 || sides.includes(0))
    throw new RangeError(
      `Loading ${source}: expected N × rows × columns of grey images but found ${shape.join(' × ')}. Average the colours before saving it, if it has any.`,
    );
  const [rows, columns] = sides as [number, number?];
  const isList = labels.shape.slice(1).every((side) => side === 1);
  if (labels.shape[0] !== count || !isList)
    throw new RangeError(
      `Loading ${labels.source}: expected ${count} labels, one for each image, but found ${labels.shape.join(' × ')}.`,
    );
  const wrong = Array.prototype.findIndex.call(labels.values, (label: number) => !Number.isInteger(label));
  if (wrong >= 0)
    throw new RangeError(
      `Loading ${labels.source}: expected whole numbers but found ${labels.values[wrong]} at ${wrong}.`,
    );
  return {
    source,
    pixels: rows * (columns ?? 1),
    ...(columns === undefined ? {} : { size: { rows, columns } }),
    values,
    labels: Array.from(labels.values, String),
  };
}
