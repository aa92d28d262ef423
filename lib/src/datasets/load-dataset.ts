import { stat } from 'node:fs/promises';
import path from 'node:path';
import { showValue } from '../text/escape.js';
import { datasetEntry, datasetNames, isDatasetName } from './catalogue.js';
import type { DatasetEntry, DatasetRole } from './catalogue-entry.js';
import { type Dataset, emptied, type LoadedDataset } from './dataset.js';
import { findFiles } from './dataset-files.js';
import { type DownloadOptions, downloadMissing } from './download-dataset.js';
import { findIdxFiles, loadIdxFolder } from './own/load-idx-folder.js';
import { type FolderOptions, loadImageFolder } from './own/load-image-folder.js';
import { enterOnlyFolder } from './own/picture-folder.js';
import { findDataFiles } from './own/table/find-data-files.js';
import { loadDataFile, loadDataFolder } from './own/table/load-data-file.js';
import { readPart } from './read-part.js';

/** Where a dataset comes from, and how a folder of the user's is read. */
export interface LoadOptions extends DownloadOptions, FolderOptions {
  /** Whether the test images are read. With `false`, `test` is empty. Defaults to `true`. */
  readonly test?: boolean;
}

/**
 * Loads a dataset of the catalogue, or one of the user's own from a folder or file.
 *
 * A dataset of the catalogue comes from the folder the user gave, else from the cache, else it is downloaded
 * first. Every file is verified at every load.
 *
 * A folder holds either four idx files, plain or gzipped, as MNIST's are named (`train-images…`,
 * `train-labels…`, `t10k-images…` or `test-images…`, `t10k-labels…` or `test-labels…`), or image files by
 * class: `train/<class>/*.png`, `validation/<class>/*.png` and `test/<class>/*.png`, or `<class>/*.png`. Parts may
 * also be called `training`, `valid`, `val` and `testing`, in upper or lower case. Without one to test on, images
 * are set aside for it. A folder that holds only another folder is entered, and symbolic links are followed.
 * Class names are the folders' names, for idx files the lines of `class-names.txt` or the array in
 * `classes.json`, without either the numbers from 0.
 *
 * A CSV file has an image per line, its label and its pixels, as Kaggle's have; an npz file has arrays as Keras's
 * `mnist.npz` has (`x_train`, `y_train`, `x_test`, `y_test`). A folder may hold one, or a CSV file for each part.
 *
 * @param nameOrFolder Name in the catalogue, such as `'mnist'`, or path of a folder or file, such as `'./my-data'`.
 * @returns The parts; MNIST's are 60,000 × 28 × 28 and 10,000 × 28 × 28.
 * @throws {RangeError} if it is neither in the catalogue nor a folder or file.
 * @throws {AcquisitionError} if files are missing and no source has them: says why, and where to put them.
 * @throws {Error} if a file holds other bytes than published, or a folder no dataset; says what was found.
 *
 * @example
 * const { train, test, classNames } = await loadDataset('fashion-mnist');
 * const leaves = await loadDataset('./leaves', { imageShape: [32, 32], testSize: 0.1 });
 */
export async function loadDataset(nameOrFolder: string, options: LoadOptions = {}): Promise<LoadedDataset> {
  if (isDatasetName(nameOrFolder)) return loadEntry(datasetEntry(nameOrFolder), options);
  const found = await stat(nameOrFolder).catch(() => undefined);
  if (found?.isDirectory()) return loadFolder(nameOrFolder, options);
  if (found) return loadFile(nameOrFolder, options);
  throw new RangeError(
    `Loading a dataset: expected a folder, a file or one of ${datasetNames.join(', ')} but found ${showValue(nameOrFolder)}.`,
  );
}

/**
 * Loads a dataset of the user's own from a folder of four idx files, of images by class, or of CSV or npz files.
 *
 * @throws {Error} if the folder holds neither, or something in it cannot be used.
 */
async function loadFolder(given: string, { test = true, ...options }: LoadOptions): Promise<LoadedDataset> {
  const { folder, entries } = await enterOnlyFolder(given);
  const files = entries.flatMap(({ name, kind }) => (kind === 'file' ? [name] : []));
  const about = { name: given, title: path.basename(path.resolve(given)) };
  if (findIdxFiles(files).length > 0) return { ...about, ...(await loadIdxFolder(folder, files, test)) };
  if (entries.some(({ kind }) => kind !== 'file'))
    return { ...about, ...(await loadImageFolder(given, options, test)) };
  if (findDataFiles(files).length > 0)
    return { ...about, ...(await loadDataFolder(folder, files, options, test)) };
  throw new Error(
    `Loading ${folder}: expected idx files (train-images-idx3-ubyte …), folders of images by class, or a CSV or npz file but found none of them.`,
  );
}

async function loadFile(file: string, { test = true, ...options }: LoadOptions): Promise<LoadedDataset> {
  const about = { name: file, title: path.basename(file) };
  return { ...about, ...(await loadDataFile(file, options, test)) };
}

/** The same for a dataset described by its entry. */
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

/** The part of a dataset of the catalogue that is trained on; the files of the test images are not opened. */
export async function loadTrainingImages(name: string, options: LoadOptions = {}): Promise<Dataset> {
  const entry = datasetEntry(name);
  const bytes = await readFiles(entry, ['trainImages', 'trainLabels'], options);
  return readPart(entry, 'train', bytes.trainImages, bytes.trainLabels);
}

/** The bytes of some files of a dataset; if one is missing, all that are missing are downloaded first. */
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
