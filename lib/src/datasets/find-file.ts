import type { DatasetFile } from './catalogue-entry.js';
import { datasetLocation, type LocationOptions } from './location.js';
import { readVerifiedFile, WrongFileError } from './verified-file.js';

/** A file of a dataset that was looked for on this machine. */
export interface FoundFile {
  /** Its uncompressed bytes; not set if it has to be downloaded. */
  readonly bytes?: Uint8Array;
  /** What is wrong with the one in the cache, where there is one that cannot be used. */
  readonly problem?: string;
}

/**
 * Reads a file of a dataset from where it lies on this machine: the folder the user gave, else the cache.
 *
 * @throws {WrongFileError} if the folder the user gave holds it with wrong bytes: only the user can put that
 *   right, while a download replaces a wrong file in the cache.
 * @throws {Error} if it is there and cannot be read.
 */
export async function findFile(
  dataset: string,
  file: DatasetFile,
  options: LocationOptions,
): Promise<FoundFile> {
  const { given, cache } = datasetLocation(dataset, options);
  const fromUser = given && (await readVerifiedFile(given, file));
  if (fromUser) return { bytes: fromUser };
  try {
    return { bytes: await readVerifiedFile(cache, file) };
  } catch (error) {
    if (error instanceof WrongFileError) return { problem: error.message };
    throw error;
  }
}
