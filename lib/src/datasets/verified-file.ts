import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { sumFile } from './acquisition/store-file.js';
import type { DatasetFile } from './catalogue-entry.js';

/** A file of a dataset is there with other bytes than published. */
export class WrongFileError extends Error {
  override readonly name = 'WrongFileError';
}

/**
 * Reads a dataset's file from a folder, plain or with `.gz` behind its name, and verifies it. Hashing all
 * 55 MB of a dataset takes 25 ms, so it is done at every reading and no stamp has to be trusted.
 *
 * @returns The uncompressed bytes; `undefined` if the folder has no such file.
 * @throws {WrongFileError} If the file is there with other bytes; it is left as it is.
 * @throws {Error} If it cannot be read.
 */
export async function readVerifiedFile(folder: string, file: DatasetFile): Promise<Uint8Array | undefined> {
  const plain = path.join(folder, file.name);
  const bytes = await readIfPresent(plain);
  if (bytes) {
    verify(bytes, file, plain, await knownSum(folder, file));
    return bytes;
  }
  const zipped = `${plain}.gz`;
  const zippedBytes = await readIfPresent(zipped);
  if (!zippedBytes) return undefined;
  if (!file.sha256 && file.gzip) verifySum(zippedBytes, file.gzip.algorithm, file.gzip.digest, zipped);
  const unzipped = await unzip(zippedBytes, zipped, file.bytes);
  verify(unzipped, file, zipped, file.sha256);
  return unzipped;
}

/** Whether a file that is in the folder can be verified by more than its size. */
export function hasKnownSum(folder: string, file: DatasetFile): boolean {
  const isGzipped = !existsSync(path.join(folder, file.name));
  return Boolean(file.sha256 || (file.gzip && isGzipped)) || existsSync(sumFile(folder, file));
}

function verify(bytes: Uint8Array, file: DatasetFile, origin: string, sha256: string | undefined): void {
  if (bytes.length !== file.bytes) {
    refuse(origin, `its size is ${bytes.length} bytes uncompressed, wanted ${file.bytes}`);
  }
  if (sha256) verifySum(bytes, 'sha256', sha256, origin);
}

function verifySum(bytes: Uint8Array, algorithm: 'sha256' | 'md5', wanted: string, origin: string): void {
  const found = createHash(algorithm).update(bytes).digest('hex');
  if (found !== wanted) refuse(origin, `its ${algorithm} is ${found}, wanted ${wanted}`);
}

function refuse(origin: string, problem: string): never {
  throw new WrongFileError(`Cannot use ${origin}: ${problem}; replace it or move it away`);
}

/** The sum of a file: the catalogue's, or the one recorded when it was downloaded. */
async function knownSum(folder: string, file: DatasetFile): Promise<string | undefined> {
  if (file.sha256) return file.sha256;
  const recorded = await readIfPresent(sumFile(folder, file));
  return recorded && Buffer.from(recorded).toString('utf8', 0, 64);
}

async function unzip(bytes: Uint8Array, origin: string, limit: number): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: limit });
  } catch (error) {
    const problem = (error as Error).message;
    return refuse(origin, `unzipping it failed (${problem}), wanted ${limit} bytes uncompressed`);
  }
}

async function readIfPresent(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw new Error(`Cannot read ${file}: ${(error as Error).message}`, { cause: error });
  }
}
