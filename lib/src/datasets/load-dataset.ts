import path from 'node:path';
import { showValue } from '../text/escape.js';
import { datasetEntry, datasetNames, isDatasetName } from './catalogue.js';
import type { DatasetEntry, DatasetRole } from './catalogue-entry.js';
import { type Dataset, emptied, type LoadedDataset } from './dataset.js';
import { findFiles } from './dataset-files.js';
import { type DownloadOptions, downloadMissing } from './download-dataset.js';
import { loadIdxFolder } from './own/load-idx-folder.js';
import { type FolderOptions, loadImageFolder } from './own/load-image-folder.js';
import { findOwnData, type OwnData } from './own/own-data.js';
import { loadTables, readTables } from './own/table/load-data-file.js';
import { readPart } from './read-part.js';

/** Options of {@link loadDataset}: the source of a dataset, and how a user's folder is read. */
export interface LoadOptions extends DownloadOptions, FolderOptions {
  /** Whether to read the test images. With `false`, `test` is empty. Defaults to `true`. */
  readonly test?: boolean;
}

/**
 * Loads a dataset from the catalogue, or your own from a folder or file.
 *
 * A dataset of the catalogue is read from the given folder or from the cache. Missing files are downloaded
 * first. All files are verified whenever they are loaded.
 *
 * A folder contains either four idx files, plain or gzipped, named like MNIST's (`train-images…`,
 * `train-labels…`, `t10k-images…` or `test-images…`, `t10k-labels…` or `test-labels…`), or image files by
 * class: `train/<class>/*.png`, `validation/<class>/*.png` and `test/<class>/*.png`, or `<class>/*.png`.
 * Splits may also be called `training`, `valid`, `val` and `testing`, in upper or lower case. Without a test
 * set, one is split off the training images. If a folder contains only another folder, that one is used.
 * Symbolic links are followed. Class names are the folders' names or, for idx files, the lines of
 * `class-names.txt` or the array in `classes.json`. Without these files, classes are named by their numbers
 * from 0.
 *
 * A CSV file has one image per line, a label and its pixels, in the format used on Kaggle. An npz file has
 * the arrays of Keras's `mnist.npz` (`x_train`, `y_train`, `x_test`, `y_test`). A folder may contain one of
 * these files, or a CSV file per split.
 *
 * @param nameOrFolder Name in the catalogue, such as `'mnist'`, or path of a folder or file, such as `'./my-data'`.
 * @returns The splits. MNIST's are 60,000 × 28 × 28 and 10,000 × 28 × 28.
 * @throws {RangeError} if it is neither in the catalogue nor a folder or file.
 * @throws {AcquisitionError} if files are missing and no source has them. The message explains why, and where
 *   to put them.
 * @throws {Error} if a file's checksum is wrong, or a folder does not contain a dataset. The message
 *   describes what was found.
 *
 * @example
 * const { train, test, classNames } = await loadDataset('fashion-mnist');
 * const leaves = await loadDataset('./leaves', { imageShape: [32, 32], testSize: 0.1 });
 */
export async function loadDataset(nameOrFolder: string, options: LoadOptions = {}): Promise<LoadedDataset> {
  if (isDatasetName(nameOrFolder)) return loadEntry(datasetEntry(nameOrFolder), options);
  const data = await findOwnData(nameOrFolder);
  if (!data)
    throw new RangeError(
      `Loading a dataset: expected a folder, a file or one of ${datasetNames.join(', ')} but found ${showValue(nameOrFolder)}.`,
    );
  const title = path.basename(path.resolve(nameOrFolder));
  return { name: nameOrFolder, title, ...(await loadOwnData(data, options)) };
}

/** @throws {Error} if a folder contains no known kind of data, or a file is invalid. */
async function loadOwnData(
  data: OwnData,
  { test = true, ...options }: LoadOptions,
): Promise<Omit<LoadedDataset, 'name' | 'title'>> {
  switch (data.kind) {
    case 'idx':
      return loadIdxFolder(data.folder, data.files, test);
    case 'images':
      return loadImageFolder(data, options, test);
    case 'file':
    case 'tables':
      return loadTables(await readTables(data, test), options);
    default:
      throw new Error(
        `Loading ${data.folder}: expected idx files (train-images-idx3-ubyte …), folders of images by class, or a CSV or npz file but found none of them.`,
      );
  }
}

/** Like `loadDataset`, for an entry of the catalogue. */
export async function loadEntry(entry: DatasetEntry, options: LoadOptions): Promise<LoadedDataset> {
  const about = { name: entry.name, title: entry.title, classNames: entry.classNames };
  if (options.test === false) {
    const train = await loadTrainingImages(entry.name, options);
    return { ...about, train, test: emptied(train) };
  }
  const roles = ['trainImages', 'trainLabels', 'testImages', 'testLabels'] as const;
  const bytes = await readFiles(entry, roles, options);
  const train = readPart(entry, 'train', bytes.trainImages, bytes.trainLabels);
  const test = readPart(entry, 'test', bytes.testImages, bytes.testLabels);
  return { ...about, train, test };
}

/** The training set of a dataset in the catalogue. The files of the test set are not opened. */
export async function loadTrainingImages(name: string, options: LoadOptions): Promise<Dataset> {
  const entry = datasetEntry(name);
  const bytes = await readFiles(entry, ['trainImages', 'trainLabels'], options);
  return readPart(entry, 'train', bytes.trainImages, bytes.trainLabels);
}

/** The bytes of some files of a dataset. If any is missing, all missing ones are downloaded first. */
async function readFiles<Role extends DatasetRole>(
  entry: DatasetEntry,
  roles: readonly Role[],
  options: LoadOptions,
): Promise<Record<Role, Uint8Array>> {
  const found = await findFiles(entry, roles, options);
  const isMissing = roles.some((role) => !found[role].bytes);
  const files = isMissing ? (await downloadMissing(entry, found, options)).files : found;
  return Object.fromEntries(roles.map((role) => [role, files[role].bytes])) as Record<Role, Uint8Array>;
}
