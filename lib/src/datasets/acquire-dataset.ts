import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { AcquisitionError, type FailedSource, type MissingFile } from './acquisition/acquisition-error.js';
import type { DownloadTimeouts } from './acquisition/download.js';
import { fetchFrom, sourceTitle } from './acquisition/fetch-from.js';
import type { OnAcquireProgress } from './acquisition/progress.js';
import { datasetEntry } from './catalogue.js';
import { type DatasetEntry, type DatasetSource, filesOf } from './catalogue-entry.js';
import { findFile } from './find-file.js';
import { datasetLocation, type LocationOptions } from './location.js';

/** How to acquire a dataset. */
export interface AcquireOptions extends LocationOptions {
  /** Whether missing files may be downloaded. Defaults to true. */
  readonly download?: boolean;
  /** Where to download from, in this order. Defaults to the catalogue's sources. */
  readonly sources?: readonly DatasetSource[];
  /** Told how far the download has come. */
  readonly onProgress?: OnAcquireProgress;
  /** How long to wait for a server. */
  readonly timeouts?: DownloadTimeouts;
  /** Stops the acquisition; nothing half-made stays. */
  readonly signal?: AbortSignal;
}

/** A dataset whose four files are there and verified. */
export interface AcquiredDataset {
  readonly name: string;
  /** The cache folder of this dataset. */
  readonly cache: string;
  /** Names of the files that were downloaded now; empty if all were there. */
  readonly downloaded: readonly string[];
}

const workPrefix = '.acquiring-';

/**
 * Sees to it that a dataset's files are on this machine: in the folder the user gave, else in the cache,
 * else downloaded into the cache from the first source that has them. Every file is verified, and no file of
 * the user's is changed. Several acquisitions of the same dataset may run at once.
 *
 * @param name Name in the catalogue, such as `'mnist'`.
 * @throws {RangeError} If the catalogue has no such dataset.
 * @throws {AcquisitionError} If files are missing and no source has them: says why, and where to put them.
 * @throws {Error} If a file in the folder the user gave holds other bytes than published.
 *
 * @example
 * ```ts
 * await acquireDataset('mnist', {
 *   onProgress: ({ bytes, totalBytes }) => console.log(`${Math.round((100 * bytes) / totalBytes)} %`),
 * });
 * ```
 */
export async function acquireDataset(name: string, options: AcquireOptions = {}): Promise<AcquiredDataset> {
  return acquireEntry(datasetEntry(name), options);
}

/** The same for a dataset described by its entry. */
export async function acquireEntry(entry: DatasetEntry, options: AcquireOptions): Promise<AcquiredDataset> {
  const { cache } = datasetLocation(entry.name, options);
  const missing = await missingFiles(entry, options);
  if (missing.length > 0) await downloadFiles(entry, options);
  return { name: entry.name, cache, downloaded: missing.map(({ file }) => file.name) };
}

async function downloadFiles(entry: DatasetEntry, options: AcquireOptions): Promise<void> {
  const { download = true, sources = entry.sources, onProgress, timeouts, signal } = options;
  const { cache } = datasetLocation(entry.name, options);
  const failed: FailedSource[] = [];
  const workFolder = download ? await makeWorkFolder(cache) : undefined;
  try {
    for (const source of workFolder ? sources : []) {
      // A source that failed may have left some of the files, and another process the others.
      const wanted = await missingFiles(entry, options);
      if (wanted.length === 0) return;
      try {
        const files = wanted.map(({ file }) => file);
        const store = { folder: cache, workFolder: workFolder! };
        await fetchFrom(source, files, entry.name, { store, timeouts, signal }, onProgress);
        return;
      } catch (error) {
        signal?.throwIfAborted();
        failed.push({ source: sourceTitle(source), reason: (error as Error).message });
      }
    }
    const missing = await missingFiles(entry, options);
    if (missing.length > 0) {
      throw new AcquisitionError(entry, missing, datasetLocation(entry.name, options), failed);
    }
  } finally {
    if (workFolder) await rm(workFolder, { recursive: true, force: true });
  }
}

/** The files that are neither in the user's folder nor, whole, in the cache. */
async function missingFiles(entry: DatasetEntry, options: LocationOptions): Promise<MissingFile[]> {
  const missing: MissingFile[] = [];
  for (const file of filesOf(entry)) {
    const { bytes, problem } = await findFile(entry.name, file, options);
    if (!bytes) missing.push({ file, problem });
  }
  return missing;
}

async function makeWorkFolder(cache: string): Promise<string> {
  try {
    await mkdir(cache, { recursive: true });
    await removeAbandonedWork(cache);
    return await mkdtemp(path.join(cache, workPrefix));
  } catch (error) {
    throw new Error(
      `Cannot keep downloads in ${cache}: ${(error as Error).message}; give another folder as cacheDirectory, or one with the files in MNIST_LAB_DATA`,
      { cause: error },
    );
  }
}

/** Removes what acquisitions left that were killed; one that still runs is less than a day old. */
async function removeAbandonedWork(cache: string): Promise<void> {
  const oneDay = 24 * 60 * 60 * 1000;
  for (const name of await readdir(cache)) {
    if (!name.startsWith(workPrefix)) continue;
    const folder = path.join(cache, name);
    const age = await stat(folder).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0, // Its owner has just removed it.
    );
    if (age > oneDay) await rm(folder, { recursive: true, force: true });
  }
}
