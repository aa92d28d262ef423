import { rm } from 'node:fs/promises';
import { AcquisitionError, type FailedSource, type MissingFile } from './acquisition/acquisition-error.js';
import { completeLimits, type DownloadLimits } from './acquisition/download-limits.js';
import { fetchFrom, sourceTitle } from './acquisition/fetch-from.js';
import type { OnAcquireProgress } from './acquisition/progress.js';
import { StorageError } from './acquisition/storage-error.js';
import { makeWorkFolder, removeAbandonedWork } from './acquisition/work-folder.js';
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
  /** How long to wait for a server, and how slow it may be. */
  readonly limits?: DownloadLimits;
  /** Stops the acquisition, wherever it stands; nothing half-made stays. */
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

/**
 * Sees to it that a dataset's files are on this machine: in the folder the user gave, else in the cache,
 * else downloaded into the cache from the first source that has them. Every file is verified, and no file of
 * the user's is changed. Several acquisitions of the same dataset may run at once. What a killed one has left
 * half-made is removed.
 *
 * @param name Name in the catalogue, such as `'mnist'`.
 * @throws {RangeError} if the catalogue has no such dataset, or a limit is out of its range.
 * @throws {AcquisitionError} if files are missing and no source has them: says why, and where to put them.
 * @throws {Error} if a file in the folder the user gave holds other bytes than published.
 * @throws {Error} if the cache cannot be written, as on a full disk: says where, and what to do.
 * @throws the signal's reason if it is aborted.
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
  completeLimits(options.limits);
  options.signal?.throwIfAborted();
  await removeAbandonedWork(cache);
  const missing = await missingFiles(entry, options);
  if (missing.length > 0) await downloadFiles(entry, options);
  return { name: entry.name, cache, downloaded: missing.map(({ file }) => file.name) };
}

async function downloadFiles(entry: DatasetEntry, options: AcquireOptions): Promise<void> {
  const { download = true, sources = entry.sources } = options;
  const failed = download ? await trySources(entry, sources, options) : [];
  const missing = await missingFiles(entry, options);
  if (missing.length > 0) {
    throw new AcquisitionError(entry, missing, datasetLocation(entry.name, options), failed);
  }
}

/** Asks one source after the other until all files are there; tells which failed, and why. */
async function trySources(
  entry: DatasetEntry,
  sources: readonly DatasetSource[],
  options: AcquireOptions,
): Promise<FailedSource[]> {
  const { onProgress, signal = new AbortController().signal } = options;
  const { cache } = datasetLocation(entry.name, options);
  const limits = completeLimits(options.limits);
  const failed: FailedSource[] = [];
  const store = { folder: cache, workFolder: await makeWorkFolder(cache) };
  try {
    for (const source of sources) {
      // A source that failed may have left some of the files, and another process the others.
      const files = (await missingFiles(entry, options)).map(({ file }) => file);
      if (files.length === 0) break;
      try {
        await fetchFrom(source, files, entry.name, { store, limits, signal }, onProgress);
        break;
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof StorageError) throw error;
        failed.push({ source: sourceTitle(source), reason: (error as Error).message });
      }
    }
    return failed;
  } finally {
    // What cannot be removed now, the next acquisition will.
    await rm(store.workFolder, { recursive: true, force: true }).catch(() => {});
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
