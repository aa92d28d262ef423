import { existsSync } from 'node:fs';
import path from 'node:path';
import { datasetEntry } from './catalogue.js';
import { type DatasetFile, filesOf } from './catalogue-entry.js';
import { datasetLocation, type LocationOptions, readVerifiedFile, sumFile } from './dataset-files.js';

/** State of a dataset's file. */
export interface FileState {
  readonly file: DatasetFile;
  /**
   * Whether the file is valid, wrong or missing. `'wrong'`: its size or checksum is wrong, or it cannot be read.
   * `'sizeOnly'`: its size is right but its checksum is unknown, such as an uncompressed KMNIST file added by
   * the user.
   */
  readonly state: 'verified' | 'sizeOnly' | 'wrong' | 'missing';
  /** Folder in which the file was found, or undefined if it is missing. */
  readonly folder?: string;
  /** The problem, and how to fix it. */
  readonly problem?: string;
}

/**
 * Checks a dataset's files on this machine, without downloading or changing anything.
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
