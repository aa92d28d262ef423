import path from 'node:path';
import { listOf } from '../../../text/format.js';
import { type Dataset, emptied, type LoadedDataset } from '../../dataset.js';
import { checkClassCount, readClassNames } from '../class-names.js';
import { type PartName, partOfName } from '../folder-parts.js';
import { findDataFiles, type OwnData, type OwnFolder } from '../own-data.js';
import { type SetAsideOptions, setTestAside } from '../set-test-aside.js';
import { readCsvTable } from './csv-table.js';
import { datasetsOf, type ImageTable, type TableOptions } from './image-table.js';
import { readNpzTables } from './npz-tables.js';

type Parts = Omit<LoadedDataset, 'name' | 'title'>;
type Tables = Partial<Record<PartName | 'all', ImageTable>>;
type Names = readonly string[] | undefined;

/**
 * Options for reading a CSV or npz file: the image size, and the size of a test set to split off if there is
 * none.
 */
export interface TableFileOptions extends SetAsideOptions, Pick<TableOptions, 'imageShape'> {}

const save = 'save the images as N × rows × columns and the labels with numpy.savez(file, x=…, y=…)';

/** Common formats that are not supported, each with the simplest way to convert it. */
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

/** Images and labels as numbers, as they were read from files. */
export interface DataTables {
  /** The file or folder, for messages. */
  readonly source: string;
  readonly tables: Tables;
  /** Class names from a file in the folder. */
  readonly names?: Names;
  /** Whether the folder has a test file that was not read, because it was not requested. */
  readonly isTestUnread?: boolean;
}

/**
 * Reads images and labels as numbers, from a file or a folder: CSV as on Kaggle, or npz as in Keras.
 *
 * @throws {Error} if a file is neither, its content is invalid, or the splits are ambiguous.
 */
export function readTables(data: OwnData, test: boolean): Promise<DataTables> {
  return data.kind === 'file' ? readDataFile(data.file, test) : readDataFolder(data, test);
}

async function readDataFile(file: string, test: boolean): Promise<DataTables> {
  if (/\.csv$/i.test(file)) return { source: file, tables: { all: await readCsvTable(file) } };
  if (/\.npz$/i.test(file)) return { source: file, ...(await readNpzTables(file, test)) };
  const format = otherFormats[path.extname(file).slice(1).toLowerCase()];
  throw new Error(
    `Loading ${file}: expected a folder, a CSV file or an npz file but found ${format ?? 'a file of another kind'}.`,
  );
}

/** Reads one file, or CSV files named by split: `mnist_train.csv` and `mnist_test.csv`. */
async function readDataFolder({ folder, files }: OwnFolder, test: boolean): Promise<DataTables> {
  const found = findDataFiles(files);
  const about = { source: folder, names: await readClassNames(folder, files) };
  const [first, ...others] = found.map((name) => path.join(folder, name));
  if (others.length === 0) return { ...(await readDataFile(first!, test)), ...about };
  const tables: Tables = {};
  for (const part of ['train', 'validation', 'test'] as const) {
    const own = found.filter((name) => /\.csv$/i.test(name) && partOfName(name) === part);
    if (own.length > 1 || (part === 'train' && own.length === 0))
      throw new Error(
        `Loading ${folder}: expected one CSV file per split, such as train.csv and test.csv, but found ${listOf(found)}. Pass the file to load.`,
      );
    if (own[0] && (test || part !== 'test')) tables[part] = await readCsvTable(path.join(folder, own[0]));
  }
  return { ...about, tables, isTestUnread: !test && found.some((name) => partOfName(name) === 'test') };
}

/** The splits that the files have, as datasets. `'all'` if they have none. */
export function splitsOf(
  { source, tables, names }: DataTables,
  { imageShape }: Pick<TableFileOptions, 'imageShape'> = {},
): readonly (readonly [part: PartName | 'all', dataset: Dataset])[] {
  const given = Object.entries(tables) as [PartName | 'all', ImageTable][];
  const datasets = datasetsOf(
    given.map(([, table]) => table),
    { imageShape, classNames: names },
  );
  checkClassCount(source, datasets[0]!.classNames.length);
  return given.map(([part], index) => [part, datasets[index]!] as const);
}

/** The training, validation and test sets. A test set is split off if the files have none. */
export function loadTables(data: DataTables, { testSize, seed, ...options }: TableFileOptions): Parts {
  const splits = splitsOf(data, options);
  const [[, first]] = splits as [(typeof splits)[number]];
  const part = (name: PartName) => splits.find(([each]) => each === name)?.[1];
  const tested = part('test') ?? (data.isTestUnread ? emptied(first) : undefined);
  const validation = part('validation');
  const read = { classNames: first.classNames, ...(validation && { validation }) };
  if (tested) return { ...read, train: first, test: tested };
  return { ...read, ...setTestAside(data.source, first, { testSize, seed }), isSplitHere: true };
}
