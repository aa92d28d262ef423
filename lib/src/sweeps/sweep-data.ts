import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { datasetEntry, isDatasetName } from '../datasets/catalogue.js';
import type { Dataset } from '../datasets/dataset.js';
import { loadDataset, loadTrainingImages } from '../datasets/load-dataset.js';
import type { FolderOptions } from '../datasets/own/load-image-folder.js';
import { sha256 } from '../files/checksum.js';
import { pixelCount } from '../images/image-size.js';
import type { Preprocessing } from '../images/preprocessing.js';
import type { SweepOptions } from './sweep-options.js';

export interface SweepData {
  /** Name in the catalogue, or path of the folder. */
  readonly name: string;
  /** Name in the catalogue, or of the folder: used in trials and models. */
  readonly title: string;
  readonly preprocessing: Preprocessing;
  readonly train: Dataset;
  /** For a folder: the training images as sent to other nodes, their checksum, and how they were read. */
  readonly packed?: { readonly bytes: Uint8Array; readonly sum: string; readonly options: FolderOptions };
  /** Loads the test images: from the catalogue, or from memory for a folder. */
  readonly readTest: () => Promise<Dataset>;
}

/** @throws as `loadDataset`. */
export async function loadSweepData(options: SweepOptions): Promise<SweepData> {
  const { dataset: name } = options;
  // A sweep's seed is for its draws and must not change how a folder is split.
  const { seed, onDownload, ...rest } = options;
  const location = { ...rest, onProgress: onDownload };
  if (isDatasetName(name)) {
    const { preprocessing } = datasetEntry(name);
    const train = await loadTrainingImages(name, location);
    const readTest = async () => (await loadDataset(name, location)).test;
    return { name, title: name, preprocessing, train, readTest };
  }
  const loaded = await loadDataset(name, location);
  const bytes = packTrainingImages(loaded.train);
  const { imageShape, testSize, preprocessing } = options;
  return {
    name: path.resolve(name),
    title: loaded.title,
    preprocessing: preprocessing ?? 'resize',
    train: loaded.train,
    packed: { bytes, sum: sha256(bytes), options: { imageShape, testSize, preprocessing } },
    readTest: async () => loaded.test,
  };
}

/** Packs training images into bytes: a line of JSON, pixels, labels. */
export function packTrainingImages({ images, labels, ...about }: Dataset): Uint8Array {
  return Buffer.concat([Buffer.from(`${JSON.stringify(about)}\n`), images, labels]);
}

/** The inverse of `packTrainingImages`. */
export async function readPackedImages(file: string): Promise<Dataset> {
  const bytes = await readFile(file);
  const start = bytes.indexOf(10) + 1;
  const about = JSON.parse(bytes.toString('utf8', 0, start)) as Omit<Dataset, 'images' | 'labels'>;
  const end = start + about.count * pixelCount(about);
  return { ...about, images: bytes.subarray(start, end), labels: bytes.subarray(end) };
}
