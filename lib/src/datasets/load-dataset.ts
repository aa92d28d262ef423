import { stat } from 'node:fs/promises';
import { showValue } from '../text/escape.js';
import { type AcquireOptions, acquireEntry } from './acquire-dataset.js';
import { datasetEntry, datasetNames, isDatasetName } from './catalogue.js';
import type { DatasetEntry, DatasetRole } from './catalogue-entry.js';
import type { LoadedDataset } from './dataset.js';
import { findFile } from './find-file.js';
import type { FolderOptions } from './own/folder-options.js';
import { loadFolder } from './own/load-folder.js';
import { readPart } from './read-part.js';

/** Where a dataset comes from, and how a folder of the user's is read. */
export interface LoadOptions extends AcquireOptions, FolderOptions {}

/**
 * Loads a dataset of the catalogue, or one of the user's own from a folder.
 *
 * A dataset of the catalogue comes from the folder the user gave, else from the cache, else it is downloaded
 * first. Every file is verified at every load.
 *
 * A folder holds either four idx files, plain or gzipped, as MNIST's are named (`train-images…`,
 * `train-labels…`, `t10k-images…` or `test-images…`, `t10k-labels…` or `test-labels…`), or image files by
 * class: `train/<class>/*.png` and `test/<class>/*.png`, or `<class>/*.png`, of which a part is set aside for
 * testing. Class names are the folders' names, for idx files the lines of `class-names.txt` or the array in
 * `classes.json`, without either the numbers from 0.
 *
 * @param nameOrFolder Name in the catalogue, such as `'mnist'`, or path of a folder, such as `'./my-data'`.
 * @returns Both parts; MNIST's are 60,000 × 28 × 28 and 10,000 × 28 × 28.
 * @throws {RangeError} if it is neither in the catalogue nor a folder.
 * @throws {AcquisitionError} if files are missing and no source has them: says why, and where to put them.
 * @throws {Error} if a file holds other bytes than published, or a folder no dataset; says what was found.
 *
 * @example
 * ```ts
 * const { train, test, classNames } = await loadDataset('fashion-mnist');
 * const leaves = await loadDataset('./leaves', { imageShape: [32, 32], testShare: 0.1 });
 * ```
 */
export async function loadDataset(nameOrFolder: string, options: LoadOptions = {}): Promise<LoadedDataset> {
  if (isDatasetName(nameOrFolder)) return loadEntry(datasetEntry(nameOrFolder), options);
  const isFolder = await stat(nameOrFolder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isFolder) return loadFolder(nameOrFolder, options);
  throw new RangeError(
    `Loading a dataset: expected a folder or one of ${datasetNames.join(', ')} but found ${showValue(nameOrFolder)}.`,
  );
}

/** The same for a dataset described by its entry. */
export async function loadEntry(entry: DatasetEntry, options: LoadOptions): Promise<LoadedDataset> {
  const bytes = await readOrAcquire(entry, Object.keys(entry.files) as DatasetRole[], options);
  const train = readPart(entry, 'train', bytes.trainImages, bytes.trainLabels);
  const test = readPart(entry, 'test', bytes.testImages, bytes.testLabels);
  return { name: entry.name, title: entry.title, train, test, classNames: entry.classNames };
}

/** The files of some roles; what is missing is acquired first. */
export async function readOrAcquire<Role extends DatasetRole>(
  entry: DatasetEntry,
  roles: readonly Role[],
  options: LoadOptions,
): Promise<Record<Role, Uint8Array>> {
  const found = await readFiles(entry, roles, options);
  if (found) return found;
  await acquireEntry(entry, options);
  const acquired = await readFiles(entry, roles, options);
  if (acquired) return acquired;
  throw new Error(
    `Loading ${entry.title}: expected its files to stay but they were removed while they were being read. Try again.`,
  );
}

async function readFiles<Role extends DatasetRole>(
  entry: DatasetEntry,
  roles: readonly Role[],
  options: LoadOptions,
): Promise<Record<Role, Uint8Array> | undefined> {
  const found = await Promise.all(roles.map((role) => findFile(entry.name, entry.files[role], options)));
  if (found.some(({ bytes }) => !bytes)) return undefined;
  const byRole = roles.map((role, index) => [role, found[index]!.bytes]);
  return Object.fromEntries(byRole) as Record<Role, Uint8Array>;
}
