import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { sumFile } from './acquisition/store-file.js';
import type { DatasetFile } from './catalogue-entry.js';
import { largestGzip } from './gzip-size.js';
import { regularFileSize } from './regular-file.js';

/** A file of a dataset is there with other bytes than published. */
export class WrongFileError extends Error {
  override readonly name = 'WrongFileError';
}

/**
 * Reads a dataset's file from a folder, plain or with `.gz` behind its name, and verifies it. Hashing all
 * 55 MB of a dataset takes 25 ms, so it is done at every reading and no stamp has to be trusted.
 *
 * @returns The uncompressed bytes; `undefined` if the folder has no such file.
 * @throws {WrongFileError} if the file is there with other bytes; it is left as it is.
 * @throws {Error} if it cannot be read, or is a folder or a pipe.
 */
export async function readVerifiedFile(folder: string, file: DatasetFile): Promise<Uint8Array | undefined> {
  const plain = path.join(folder, file.name);
  const bytes = await readIfPresent(plain, file.bytes);
  if (bytes) {
    if (bytes.length !== file.bytes) refuse(plain, `${file.bytes} bytes`, `${bytes.length}`);
    verifySum(bytes, 'sha256', await knownSum(folder, file), plain);
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

/** Whether a file that is in the folder can be verified by more than its size. */
export function hasKnownSum(folder: string, file: DatasetFile): boolean {
  const isGzipped = !existsSync(path.join(folder, file.name));
  return Boolean(file.sha256 || (file.gzip && isGzipped)) || existsSync(sumFile(folder, file));
}

function verifySum(
  bytes: Uint8Array,
  algorithm: 'sha256' | 'md5',
  expected: string | undefined,
  origin: string,
): void {
  const found = createHash(algorithm).update(bytes).digest('hex');
  if (expected && found !== expected) refuse(origin, `a file with the ${algorithm} ${expected}`, found);
}

function refuse(origin: string, expected: string, found: string): never {
  throw new WrongFileError(
    `Reading ${origin}: expected ${expected} but found ${found}. Replace it or move it away.`,
  );
}

/** The sum of a file: the catalogue's, or the one recorded when it was downloaded. */
async function knownSum(folder: string, file: DatasetFile): Promise<string | undefined> {
  if (file.sha256) return file.sha256;
  const recorded = await readIfPresent(sumFile(folder, file), 1000);
  return recorded && Buffer.from(recorded).toString('utf8', 0, 64);
}

async function unzip(bytes: Uint8Array, origin: string, limit: number): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: limit });
  } catch (error) {
    return refuse(
      origin,
      `a gzip file of ${limit} bytes`,
      `that unzipping it fails (${(error as Error).message})`,
    );
  }
}

/** Reads a file; one that is larger than it may be is refused before it fills the memory. */
async function readIfPresent(file: string, largest: number): Promise<Uint8Array | undefined> {
  try {
    const size = await regularFileSize(file, Number.POSITIVE_INFINITY);
    if (size > largest) refuse(file, `at most ${largest} bytes`, `${size}`);
    return await readFile(file);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new Error(`Reading ${file}: expected to read it but found ${message}.`, { cause: error });
  }
}
