import type { DatasetFile } from './catalogue-entry.js';
import { datasetLocation, type LocationOptions } from './location.js';
import { readVerifiedFile } from './verified-file.js';

/**
 * Reads a file of a dataset from where it lies on this machine: the folder the user gave, else the cache.
 *
 * @returns Its uncompressed bytes; `undefined` if it is in neither, or in the cache with wrong bytes, where
 *   a download puts it right.
 * @throws {Error} If the folder the user gave holds it with wrong bytes: only the user can put that right.
 */
export async function findFile(
  dataset: string,
  file: DatasetFile,
  options: LocationOptions,
): Promise<Uint8Array | undefined> {
  const { given, cache } = datasetLocation(dataset, options);
  const fromUser = given && (await readVerifiedFile(given, file));
  return fromUser || (await readVerifiedFile(cache, file).catch(() => undefined));
}
