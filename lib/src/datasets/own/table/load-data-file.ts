import path from 'node:path';
import { listOf } from '../../../text/format.js';
import { type Dataset, emptied, type LoadedDataset } from '../../dataset.js';
import { checkClassCount, readClassNames } from '../class-names.js';
import { type PartName, partOfName } from '../folder-parts.js';
import { type SetAsideOptions, setTestAside } from '../set-test-aside.js';
import { readCsvTable } from './csv-table.js';
import { findDataFiles } from './find-data-files.js';
import { datasetsOf, type ImageTable, type TableOptions } from './image-table.js';
import { readNpzTables } from './npz-tables.js';

type Parts = Omit<LoadedDataset, 'name' | 'title'>;
type Tables = Partial<Record<PartName | 'all', ImageTable>>;
type Names = readonly string[] | undefined;

/** Options for reading such a file: the image size, and the test set that is split off if there is none. */
export interface TableFileOptions extends SetAsideOptions, Pick<TableOptions, 'imageShape'> {}

const save = 'save the images as N × rows × columns and the labels with numpy.savez(file, x=…, y=…)';

/** Other common formats of datasets, with the simplest conversion. */
const otherFormats: Readonly<Record<string, string>> = {
  parquet: `Parquet: read it with pandas.read_parquet in Python, then ${save}`,
  mat: `MATLAB's format: read it with scipy.io.loadmat in Python, then ${save}`,
  arff: `ARFF: read it with scipy.io.arff.loadarff in Python, then ${save}`,
  h5: `HDF5: read it with h5py in Python, then ${save}`,
  hdf5: `HDF5: read it with h5py in Python, then ${save}`,
  npy: `one array without labels: ${save}`,
  pt: `PyTorch's format: read it with torch.load in Python, then ${save}`,
  pkl: `a pickle: read it in Python, then ${save}`,
  zip: 'an archive: unpack it and name the folder',
  gz: 'an archive: unpack it and pass the folder or the file',
  tgz: 'an archive: unpack it and name the folder',
  tar: 'an archive: unpack it and name the folder',
};

/**
 * Loads a file of images and labels as numbers: CSV as on Kaggle, or npz as in Keras.
 *
 * @throws {Error} if it is neither, or its content is invalid.
 */
export async function loadDataFile(file: string, options: TableFileOptions, test: boolean): Promise<Parts> {
  if (/\.csv$/i.test(file)) return partsOf(file, { all: await readCsvTable(file) }, undefined, options);
  if (/\.npz$/i.test(file)) return partsOf(file, await readNpzTables(file, test), undefined, options);
  const format = otherFormats[path.extname(file).slice(1).toLowerCase()];
  throw new Error(
    `Loading ${file}: expected a folder, a CSV file or an npz file but found ${format ?? 'a file of another kind'}.`,
  );
}

/**
 * Loads a folder with one such file, or with CSV files named by split: `mnist_train.csv` and
 * `mnist_test.csv`.
 *
 * @param files Names of the files in the folder.
 * @throws {Error} if the splits are ambiguous, or a file is invalid.
 */
export async function loadDataFolder(
  folder: string,
  files: readonly string[],
  options: TableFileOptions,
  test: boolean,
): Promise<Parts> {
  const found = findDataFiles(files);
  const names = await readClassNames(folder, files);
  const [first, ...others] = found.map((name) => path.join(folder, name));
  if (others.length === 0 && /\.npz$/i.test(first!))
    return partsOf(folder, await readNpzTables(first!, test), names, options);
  if (others.length === 0) return partsOf(folder, { all: await readCsvTable(first!) }, names, options);
  const tables: Tables = {};
  for (const part of ['train', 'validation', 'test'] as const) {
    const own = found.filter((name) => /\.csv$/i.test(name) && partOfName(name) === part);
    if (own.length > 1 || (part === 'train' && own.length === 0))
      throw new Error(
        `Loading ${folder}: expected one CSV file per split, such as train.csv and test.csv, but found ${listOf(found)}. Pass the file to load.`,
      );
    if (own[0] && (test || part !== 'test')) tables[part] = await readCsvTable(path.join(folder, own[0]));
  }
  return partsOf(folder, tables, names, options, !test && found.some((name) => partOfName(name) === 'test'));
}

/** @param isTestUnread whether there is a test set that was not to be read. */
function partsOf(
  source: string,
  tables: Tables,
  names: Names,
  { imageShape, testSize, seed }: TableFileOptions,
  isTestUnread = false,
): Parts {
  const given = Object.entries(tables);
  const datasets = datasetsOf(
    given.map(([, table]) => table),
    { imageShape, classNames: names },
  );
  const [first] = datasets as [Dataset];
  const { classNames } = first;
  checkClassCount(source, classNames.length);
  const part = (name: string) => datasets[given.findIndex(([each]) => each === name)];
  const tested = part('test') ?? (isTestUnread ? emptied(first) : undefined);
  const validation = part('validation');
  const read = { classNames, ...(validation && { validation }) };
  if (tested) return { ...read, train: first, test: tested };
  return { ...read, ...setTestAside(source, first, { testSize, seed }), isSplitHere: true };
}
