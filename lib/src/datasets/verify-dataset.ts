import { existsSync } from 'node:fs';
import path from 'node:path';
import { datasetEntry } from './catalogue.js';
import { type DatasetFile, filesOf } from './catalogue-entry.js';
import { datasetLocation, type LocationOptions, readVerifiedFile, sumFile } from './dataset-files.js';

/** What was found of a dataset's file. */
export interface FileState {
  readonly file: DatasetFile;
  /**
   * Whether the file is there with the right bytes, with wrong ones, or not there; `'sizeOnly'` where its
   * size is right and no checksum of it is known, as of an uncompressed KMNIST file that a person put there.
   */
  readonly state: 'verified' | 'sizeOnly' | 'wrong' | 'missing';
  /** Folder in which it was found; not set if it is missing. */
  readonly folder?: string;
  /** What is wrong with it, and what to do. */
  readonly problem?: string;
}

/**
 * Looks at the files of a dataset on this machine, without downloading or changing anything.
 *
 * @param name Name in the catalogue, such as `'mnist'`.
 * @returns The state of each of its four files.
 * @throws {RangeError} if the catalogue has no such dataset.
 *
 * @example
 * for (const { file, state } of await verifyDataset('mnist')) console.log(`${file.name}: ${state}`);
 */
export async function verifyDataset(name: string, options: LocationOptions = {}): Promise<FileState[]> {
  const entry = datasetEntry(name);
  const { given, cache } = datasetLocation(entry.name, options);
  return Promise.all(filesOf(entry).map((file) => verifyFile(file, given ? [given, cache] : [cache])));
}

async function verifyFile(file: DatasetFile, folders: readonly string[]): Promise<FileState> {
  for (const folder of folders) {
    try {
      if (!(await readVerifiedFile(folder, file))) continue;
      return { file, state: hasKnownSum(folder, file) ? 'verified' : 'sizeOnly', folder };
    } catch (error) {
      return { file, state: 'wrong', folder, problem: (error as Error).message };
    }
  }
  return { file, state: 'missing' };
}

function hasKnownSum(folder: string, file: DatasetFile): boolean {
  const isGzipped = !existsSync(path.join(folder, file.name));
  return Boolean(file.sha256 || (file.gzip && isGzipped)) || existsSync(sumFile(folder, file));
}
