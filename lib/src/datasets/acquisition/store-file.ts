import { lstat, rename } from 'node:fs/promises';
import path from 'node:path';
import { sha256, sha256OfFile } from '../../files/checksum.js';
import { writeFailure } from '../../files/write-failure.js';
import { writeWholeFiles } from '../../files/write-whole-file.js';
import type { DatasetFile } from '../catalogue-entry.js';
import { sumFile } from '../dataset-files.js';
import type { DownloadLimits } from './download-limits.js';
import type { ProgressCounter } from './progress.js';

interface Store {
  /** The dataset's cache folder. */
  readonly folder: string;
  /** A temporary folder of this download, on the same file system, removed at the end. */
  readonly workFolder: string;
  /** Bytes of the files stored so far. */
  readonly stored: Map<DatasetFile, Uint8Array>;
}

/** The arguments that the functions for all kinds of sources share. */
export interface FetchContext {
  readonly store: Store;
  readonly counter: ProgressCounter;
  readonly limits: Required<DownloadLimits>;
  readonly signal: AbortSignal;
}

const doing = 'Keeping a download';

/** A failure to store a download, regardless of its source. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  /** The system's code, such as `'ENOSPC'`. */
  readonly code: string | undefined;

  /** @param failure The failure to write, from `writeFailure`. */
  constructor(failure: NodeJS.ErrnoException) {
    super(`${failure.message} To use another folder, set cacheDirectory (--cache on the command line).`, {
      cause: failure.cause,
    });
    this.code = failure.code;
  }
}

/** Runs a file operation. @throws {StorageError} if it fails. */
export async function storing<Value>(file: string, task: () => Promise<Value>): Promise<Value> {
  try {
    return await task();
  } catch (error) {
    throw new StorageError(writeFailure(doing, file, error));
  }
}

/**
 * Writes a dataset file to the cache if its size and checksum are correct.
 *
 * @param chunks The uncompressed bytes.
 * @throws {Error} if the size or the checksum is wrong.
 * @throws {StorageError} if they cannot be written.
 */
export async function storeFile(
  { folder, stored }: Store,
  file: DatasetFile,
  chunks: AsyncIterable<Uint8Array>,
): Promise<void> {
  const bytes = new Uint8Array(file.bytes);
  let size = 0;
  for await (const chunk of chunks) {
    if (size + chunk.length > file.bytes)
      throw new Error(`${file.name} is longer than the ${file.bytes} bytes expected`);
    bytes.set(chunk, size);
    size += chunk.length;
  }
  if (size !== file.bytes) throw new Error(`${file.name} has ${size} bytes, expected ${file.bytes}`);
  const sum = sha256(bytes);
  if (file.sha256 && sum !== file.sha256)
    throw new Error(`${file.name} has the sha256 ${sum}, expected ${file.sha256}`);
  const target = path.join(folder, file.name);
  await storing(target, () => setAside(target, sum));
  const record = { file: sumFile(folder, file), content: `${sum}  ${file.name}\n` };
  try {
    writeWholeFiles([...(file.sha256 ? [] : [record]), { file: target, content: bytes }], doing);
  } catch (error) {
    throw new StorageError(error as Error);
  }
  stored.set(file, bytes);
}

/** Renames a file with different content instead of overwriting it: the user may have put it there. */
async function setAside(target: string, sum: string): Promise<void> {
  try {
    const found = await lstat(target);
    const foundSum = found.isFile() ? await sha256OfFile(target) : 'no-file';
    if (foundSum !== sum) await rename(target, `${target}.wrong-${foundSum.slice(0, 8)}`);
  } catch (error) {
    // The file does not exist, or another process has just renamed it.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
