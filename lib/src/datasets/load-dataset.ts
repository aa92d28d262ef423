import { type AcquireOptions, acquireEntry } from './acquire-dataset.js';
import { datasetEntry } from './catalogue.js';
import type { DatasetEntry, DatasetRole } from './catalogue-entry.js';
import type { LoadedDataset } from './dataset.js';
import { findFile } from './find-file.js';
import { readPart } from './read-part.js';

/** Where a dataset comes from. */
export interface LoadOptions extends AcquireOptions {}

/**
 * Loads a dataset: from the folder the user gave, else from the cache, else downloads it first. Every file
 * is verified at every load.
 *
 * @param name Name in the catalogue, such as `'mnist'`.
 * @returns Both parts; MNIST's are 60,000 × 28 × 28 and 10,000 × 28 × 28.
 * @throws {RangeError} If the catalogue has no such dataset.
 * @throws {AcquisitionError} If files are missing and no source has them: says why, and where to put them.
 * @throws {Error} If a file holds other bytes than published.
 *
 * @example
 * ```ts
 * const { train, test, classNames } = await loadDataset('fashion-mnist');
 * ```
 */
export async function loadDataset(name: string, options: LoadOptions = {}): Promise<LoadedDataset> {
  return loadEntry(datasetEntry(name), options);
}

/** The same for a dataset described by its entry. */
export async function loadEntry(entry: DatasetEntry, options: LoadOptions): Promise<LoadedDataset> {
  let bytes = await readFiles(entry, options);
  if (!bytes) {
    await acquireEntry(entry, options);
    bytes = await readFiles(entry, options);
  }
  if (!bytes)
    throw new Error(`Cannot load ${entry.title}: its files were removed while they were being read`);
  const train = readPart(entry, 'train', bytes.trainImages, bytes.trainLabels);
  const test = readPart(entry, 'test', bytes.testImages, bytes.testLabels);
  return { name: entry.name, title: entry.title, train, test, classNames: entry.classNames };
}

async function readFiles(
  entry: DatasetEntry,
  options: LoadOptions,
): Promise<Record<DatasetRole, Uint8Array> | undefined> {
  const roles = Object.keys(entry.files) as DatasetRole[];
  const found = await Promise.all(roles.map((role) => findFile(entry.name, entry.files[role], options)));
  if (found.includes(undefined)) return undefined;
  return Object.fromEntries(roles.map((role, index) => [role, found[index]])) as Record<
    DatasetRole,
    Uint8Array
  >;
}
