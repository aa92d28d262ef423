import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { DatasetFile } from './catalogue-entry.js';

/**
 * Reads a dataset's file from a folder, plain or with `.gz` behind its name, and verifies it. Hashing all
 * 55 MB of a dataset takes 25 ms, so it is done at every reading and no stamp has to be trusted.
 *
 * @returns The uncompressed bytes; `undefined` if the folder has no such file.
 * @throws {Error} If the file is there with other bytes; it is left as it is.
 */
export async function readVerifiedFile(folder: string, file: DatasetFile): Promise<Uint8Array | undefined> {
  const plain = path.join(folder, file.name);
  const bytes = await readIfPresent(plain);
  if (bytes) {
    verifyBytes(bytes, file, plain);
    return bytes;
  }
  const zipped = `${plain}.gz`;
  const zippedBytes = await readIfPresent(zipped);
  if (!zippedBytes) return undefined;
  const unzipped = await unzip(zippedBytes, zipped, file.bytes);
  verifyBytes(unzipped, file, zipped);
  return unzipped;
}

/**
 * Checks bytes against what the catalogue says about a file.
 *
 * @param origin Where the bytes come from, for the message.
 * @throws {Error} If size or sum differ; the message gives both.
 */
export function verifyBytes(bytes: Uint8Array, file: DatasetFile, origin: string): void {
  if (bytes.length !== file.bytes) {
    throw new Error(
      `Cannot use ${origin}: its size is ${bytes.length} bytes uncompressed, wanted ${file.bytes}; replace it or move it away`,
    );
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== file.sha256) {
    throw new Error(
      `Cannot use ${origin}: its sha256 is ${sha256}, wanted ${file.sha256}; replace it or move it away`,
    );
  }
}

async function unzip(bytes: Uint8Array, origin: string, limit: number): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: limit });
  } catch (error) {
    throw new Error(
      `Cannot use ${origin}: unzipping it failed (${(error as Error).message}), wanted a gzip file of ${limit} bytes uncompressed; replace it or move it away`,
    );
  }
}

async function readIfPresent(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
