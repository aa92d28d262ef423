import { rm } from 'node:fs/promises';
import { makeFolder } from '../files/paths.js';
import { removeAbandonedFiles, temporaryFile } from '../files/temporary-file.js';
import { AcquisitionError, type FailedSource } from './acquisition/acquisition-error.js';
import { completeLimits, type DownloadLimits } from './acquisition/download-limits.js';
import { fetchFrom, sourceTitle } from './acquisition/fetch-from.js';
import type { OnDownloadProgress } from './acquisition/progress.js';
import { StorageError, storing } from './acquisition/store-file.js';
import { datasetEntry } from './catalogue.js';
import {
  type DatasetEntry,
  type DatasetFile,
  type DatasetRole,
  type DatasetSource,
  rolesOf,
} from './catalogue-entry.js';
import { datasetLocation, type FoundFile, findFiles, type LocationOptions } from './dataset-files.js';

/** Options of {@link downloadDataset}. */
export interface DownloadOptions extends LocationOptions {
  /** Whether missing files may be downloaded. Defaults to true. */
  readonly download?: boolean;
  /** Sources in the order in which they are tried. Defaults to the catalogue's. */
  readonly sources?: readonly DatasetSource[];
  /** Called with the progress of the download. */
  readonly onProgress?: OnDownloadProgress;
  /** Timeouts and the minimum rate. */
  readonly limits?: DownloadLimits;
  /** Aborts the download and removes incomplete files. */
  readonly signal?: AbortSignal;
}

/** A dataset with all four files present and verified. */
export interface DownloadedDataset {
  readonly name: string;
  /** The cache folder of this dataset. */
  readonly cache: string;
  /** Names of the files downloaded by this call. */
  readonly downloaded: readonly string[];
}

/**
 * Ensures that a dataset's files are on this machine: in the user's folder or in the cache, or downloaded to
 * the cache from the first source that has them. Every file is verified, and the user's files are never
 * changed. Several processes may download the same dataset concurrently. Temporary files of killed processes
 * are removed.
 *
 * @param name Name in the catalogue, such as `'mnist'`.
 * @throws {RangeError} if the catalogue has no such dataset, or a limit is out of range.
 * @throws {AcquisitionError} if files are missing and no source has them. The message explains why, and where
 *   to put them.
 * @throws {Error} if the checksum of a file in the user's folder is wrong.
 * @throws {Error} if the cache cannot be written, such as on a full disk. The message names the folder and
 *   the fix.
 * @throws the signal's reason if it is aborted.
 *
 * @example
 * await downloadDataset('mnist', {
 *   onProgress: ({ bytes, totalBytes }) => console.log(`${Math.round((100 * bytes) / totalBytes)}%`),
 * });
 */
export async function downloadDataset(
  name: string,
  options: DownloadOptions = {},
): Promise<DownloadedDataset> {
  return downloadEntry(datasetEntry(name), options);
}

/** Like `downloadDataset`, for an entry of the catalogue. */
export async function downloadEntry(
  entry: DatasetEntry,
  options: DownloadOptions,
): Promise<DownloadedDataset> {
  const { downloaded } = await downloadMissing(entry, {}, options);
  return { name: entry.name, cache: datasetLocation(entry.name, options).cache, downloaded };
}

type FilesByRole = Record<DatasetRole, FoundFile>;

/**
 * Downloads a dataset's missing files. A file that a source lacked is looked for again on this machine,
 * because another process may have stored it.
 *
 * @param known The files that were found before.
 * @returns All files with their bytes, and the names of the downloaded ones.
 * @throws {Error} as `downloadDataset`.
 */
export async function downloadMissing(
  entry: DatasetEntry,
  known: Partial<FilesByRole>,
  options: DownloadOptions,
): Promise<{ readonly files: FilesByRole; readonly downloaded: readonly string[] }> {
  const location = datasetLocation(entry.name, options);
  const limits = completeLimits(options.limits);
  options.signal?.throwIfAborted();
  removeAbandonedFiles(location.cache);
  const roles = rolesOf(entry);
  const unknown = roles.filter((role) => !known[role]);
  const files = { ...known, ...(await findFiles(entry, unknown, options)) } as FilesByRole;
  const missing = () => roles.filter((role) => !files[role].bytes);
  const downloaded = missing().map((role) => entry.files[role].name);
  const isWanted = (options.download ?? true) && downloaded.length > 0;
  const failed = isWanted ? await trySources() : [];
  const notFound = missing().map((role) => ({ file: entry.files[role], problem: files[role].problem }));
  if (notFound.length > 0) throw new AcquisitionError(entry, notFound, location, failed);
  return { files, downloaded };

  /** Tries the sources in order until all files exist. @returns the failed sources. */
  async function trySources(): Promise<FailedSource[]> {
    const { sources = entry.sources, signal = new AbortController().signal, onProgress } = options;
    const failed: FailedSource[] = [];
    const store = {
      folder: location.cache,
      workFolder: temporaryFile(location.cache),
      stored: new Map<DatasetFile, Uint8Array>(),
    };
    await storing(location.cache, async () => makeFolder(store.workFolder));
    try {
      for (const source of sources) {
        const wanted = missing().map((role) => entry.files[role]);
        if (wanted.length === 0) break;
        try {
          await fetchFrom(source, wanted, entry.name, { store, limits, signal }, onProgress);
        } catch (error) {
          signal.throwIfAborted();
          if (error instanceof StorageError) throw error;
          failed.push({ source: sourceTitle(source), reason: (error as Error).message });
        }
        for (const role of missing()) {
          const bytes = store.stored.get(entry.files[role]);
          files[role] = bytes ? { bytes } : (await findFiles(entry, [role], options))[role];
        }
      }
      return failed;
    } finally {
      // If this fails, the next download removes the folder.
      await rm(store.workFolder, { recursive: true, force: true }).catch(() => {});
    }
  }
}
