import { datasetEntry } from './catalogue.js';
import type { DatasetEntry, DatasetRole } from './catalogue-entry.js';
import type { Dataset, LoadedDataset } from './dataset.js';
import { parseIdx } from './idx.js';
import { datasetLocation, type LocationOptions } from './location.js';
import { readVerifiedFile } from './verified-file.js';

/** Where a dataset comes from. */
export interface LoadOptions extends LocationOptions {}

/**
 * Loads a dataset of the catalogue.
 *
 * @throws {Error} If its files are not there or hold other bytes than published.
 */
export async function loadDataset(name: string, options: LoadOptions = {}): Promise<LoadedDataset> {
  const entry = datasetEntry(name);
  const [train, test] = await Promise.all([
    loadPart(entry, 'trainImages', 'trainLabels', options),
    loadPart(entry, 'testImages', 'testLabels', options),
  ]);
  return { name: entry.name, title: entry.title, train, test, classNames: entry.classNames };
}

async function loadPart(
  entry: DatasetEntry,
  imagesRole: DatasetRole,
  labelsRole: DatasetRole,
  options: LoadOptions,
): Promise<Dataset> {
  const [imageBytes, labelBytes] = await Promise.all([
    readFileOfDataset(entry, imagesRole, options),
    readFileOfDataset(entry, labelsRole, options),
  ]);
  const images = parseIdx(imageBytes, {
    file: entry.files[imagesRole].name,
    elementType: 'uint8',
    dimensions: 3,
  });
  const labels = parseIdx(labelBytes, {
    file: entry.files[labelsRole].name,
    elementType: 'uint8',
    dimensions: 1,
  });
  const [count, rows, columns] = images.shape as [number, number, number];
  return { images: images.data, labels: labels.data, count, rows, columns, classNames: entry.classNames };
}

async function readFileOfDataset(entry: DatasetEntry, role: DatasetRole, options: LoadOptions) {
  const { given, cache } = datasetLocation(entry.name, options);
  const file = entry.files[role];
  const bytes = (given && (await readVerifiedFile(given, file))) || (await readVerifiedFile(cache, file));
  if (!bytes) throw new Error(`Cannot find ${file.name} of ${entry.title} in ${given ?? cache}`);
  return bytes;
}
