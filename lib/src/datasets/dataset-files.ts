import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { foldersUpwards, regularFileSize, userCacheFolder } from '../files/paths.js';
import { isRecord, readJson } from '../files/read-json.js';
import type { DatasetEntry, DatasetFile, DatasetRole } from './catalogue-entry.js';

/** The folders in which a dataset's files are looked for and stored. */
export interface DatasetLocation {
  /** The user's folder for this dataset, if one was given. It is only read. */
  readonly given?: string;
  /** The folder where verified downloads of this dataset are kept. It need not exist yet. */
  readonly cache: string;
}

/** The folders of all datasets. */
export interface LocationOptions {
  /**
   * Folder with the user's own copies of datasets: `mnist/`, `fashion-mnist/` and so on. Defaults to the
   * environment variable `MNIST_LAB_DATA`, if it is set.
   */
  readonly directory?: string;
  /**
   * Folder for verified downloads. Defaults to `data/` in a clone of mnist-lab, outside of one to a folder in the
   * user's cache folder.
   */
  readonly cacheDirectory?: string;
}

/**
 * The folders in which a dataset's files are looked for and stored.
 *
 * @example
 * const { given, cache } = datasetLocation('mnist', { directory: '/home/me/data' });
 * console.log(given); // /home/me/data/mnist
 */
export function datasetLocation(name: string, options: LocationOptions = {}): DatasetLocation {
  const directory = options.directory ?? process.env.MNIST_LAB_DATA;
  const cache = path.resolve(options.cacheDirectory ?? defaultCacheDirectory(), name);
  // An empty variable counts as unset.
  return directory ? { given: path.resolve(directory, name), cache } : { cache };
}

/**
 * The cache folder: `data/` of the clone of mnist-lab that contains `from`, otherwise a folder in the user's cache
 * folder.
 *
 * @param from Defaults to the working directory. Its parents are searched too, because a notebook runs in its
 *   own folder.
 */
export function defaultCacheDirectory(from: string = process.cwd()): string {
  for (const folder of foldersUpwards(from)) if (isProject(folder)) return path.join(folder, 'data');
  return path.join(userCacheFolder(), 'mnist-lab', 'data');
}

function isProject(folder: string): boolean {
  try {
    const manifest = readJson(path.join(folder, 'package.json'));
    return isRecord(manifest) && manifest.name === 'mnist-lab-lessons';
  } catch {
    return false; // The manifest is missing, or belongs to another project and is invalid.
  }
}

/** Result of searching for a dataset file on this machine. */
export interface FoundFile {
  /** The uncompressed content, or undefined if the file has to be downloaded. */
  readonly bytes?: Uint8Array;
  /** Why an existing file in the cache is unusable. */
  readonly problem?: string;
}

class WrongFileError extends Error {
  override readonly name = 'WrongFileError';
}

/**
 * Reads a dataset's files from the user's folder, if given, or the cache, and verifies them. Files are hashed
 * whenever they are read, which takes 25 ms for the 55 MB of MNIST.
 *
 * @throws {WrongFileError} if a file in the user's folder has the wrong size or checksum: only the user can fix
 *   it. A wrong file in the cache is downloaded again.
 * @throws {Error} if an existing file cannot be read.
 */
export async function findFiles<Role extends DatasetRole>(
  entry: DatasetEntry,
  roles: readonly Role[],
  options: LocationOptions,
): Promise<Record<Role, FoundFile>> {
  const { given, cache } = datasetLocation(entry.name, options);
  const find = async (file: DatasetFile): Promise<FoundFile> => {
    const fromUser = given && (await readVerifiedFile(given, file));
    if (fromUser) return { bytes: fromUser };
    try {
      return { bytes: await readVerifiedFile(cache, file) };
    } catch (error) {
      if (error instanceof WrongFileError) return { problem: error.message };
      throw error;
    }
  };
  const found = await Promise.all(roles.map(async (role) => [role, await find(entry.files[role])] as const));
  return Object.fromEntries(found) as Record<Role, FoundFile>;
}

/**
 * Path of the file that records the checksum of a cached file, in the format of `sha256sum`. It exists only for
 * files whose checksum is not in the catalogue.
 */
export function sumFile(folder: string, file: DatasetFile): string {
  return path.join(folder, `${file.name}.sha256`);
}

/**
 * The maximum plausible size of a gzip file: deflate adds five bytes per incompressible block, and the header
 * may contain a name and a comment.
 */
export function largestGzip(uncompressedBytes: number): number {
  return uncompressedBytes + Math.ceil(uncompressedBytes / 100) + 65_536;
}

/**
 * Reads a file from a folder, plain or with `.gz` appended to its name, and verifies it.
 *
 * @returns The uncompressed bytes, or `undefined` if it does not exist.
 * @throws {WrongFileError} if its size or checksum is wrong, or it is not valid gzip.
 * @throws {Error} if it exists but cannot be read.
 */
export async function readVerifiedFile(folder: string, file: DatasetFile): Promise<Uint8Array | undefined> {
  const plain = path.join(folder, file.name);
  const bytes = await readIfPresent(plain, file.bytes);
  if (bytes) {
    if (bytes.length !== file.bytes) refuse(plain, `${file.bytes} bytes`, `${bytes.length}`);
    const recorded = file.sha256 ? undefined : await readIfPresent(sumFile(folder, file), 1000);
    const sum = file.sha256 ?? (recorded && Buffer.from(recorded).toString('utf8', 0, 64));
    verifySum(bytes, 'sha256', sum, plain);
    return bytes;
  }
  const zipped = `${plain}.gz`;
  const zippedBytes = await readIfPresent(zipped, largestGzip(file.bytes));
  if (!zippedBytes) return undefined;
  if (!file.sha256 && file.gzip) verifySum(zippedBytes, file.gzip.algorithm, file.gzip.digest, zipped);
  const unzipped = await unzip(zippedBytes, zipped, file.bytes);
  if (unzipped.length !== file.bytes) {
    refuse(zipped, `${file.bytes} bytes uncompressed`, `${unzipped.length}`);
  }
  verifySum(unzipped, 'sha256', file.sha256, zipped);
  return unzipped;
}

function verifySum(
  bytes: Uint8Array,
  algorithm: 'sha256' | 'md5',
  expected: string | undefined,
  origin: string,
): void {
  if (!expected) return;
  const found = createHash(algorithm).update(bytes).digest('hex');
  if (found !== expected) refuse(origin, `a file with the ${algorithm} ${expected}`, found);
}

function refuse(origin: string, expected: string, found: string): never {
  throw new WrongFileError(
    `Reading ${origin}: expected ${expected} but found ${found}. Replace it or move it away.`,
  );
}

async function unzip(bytes: Uint8Array, origin: string, limit: number): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: limit });
  } catch (error) {
    return refuse(
      origin,
      `a gzip file of ${limit} bytes`,
      `an invalid gzip file (${(error as Error).message})`,
    );
  }
}

/** Reads a file, or returns undefined if it does not exist. Throws a `WrongFileError` if it is too large. */
async function readIfPresent(file: string, largest: number): Promise<Uint8Array | undefined> {
  try {
    const size = await regularFileSize(file, Number.POSITIVE_INFINITY);
    if (size > largest) refuse(file, `at most ${largest} bytes`, `${size}`);
    return await readFile(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new Error(`Reading ${file}: could not read it: ${message}.`, { cause: error });
  }
}
