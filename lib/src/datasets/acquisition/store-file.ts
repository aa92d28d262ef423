import { createHash } from 'node:crypto';
import { lstat, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { DatasetFile } from '../catalogue-entry.js';
import { fileSum } from './file-sum.js';
import { storing } from './storage-error.js';
import { writeChunks } from './write-chunks.js';

/** Where files are kept, and where they are put together. */
export interface Store {
  /** The dataset's cache folder. */
  readonly folder: string;
  /** A folder of this acquisition alone, on the same file system. */
  readonly workFolder: string;
}

/**
 * Writes a file of a dataset into the cache: first under a temporary name, and renamed only when its size
 * and sum are right, so that nobody ever sees half of it and two acquisitions cannot mix.
 *
 * @param bytes The uncompressed bytes.
 * @throws {Error} if they are not the file's; then nothing is kept.
 * @throws {StorageError} if they cannot be written.
 */
export async function storeFile(
  store: Store,
  file: DatasetFile,
  bytes: AsyncIterable<Uint8Array>,
): Promise<void> {
  const temporary = path.join(store.workFolder, file.name);
  const hash = createHash('sha256');
  let size = 0;
  async function* measured() {
    for await (const chunk of bytes) {
      size += chunk.length;
      if (size > file.bytes) throw new Error(`${file.name} is longer than the ${file.bytes} bytes expected`);
      hash.update(chunk);
      yield chunk;
    }
  }
  await writeChunks(temporary, measured());
  if (size !== file.bytes) throw new Error(`${file.name} has ${size} bytes, expected ${file.bytes}`);
  const sha256 = hash.digest('hex');
  if (file.sha256 && sha256 !== file.sha256) {
    throw new Error(`${file.name} has the sha256 ${sha256}, expected ${file.sha256}`);
  }
  const target = path.join(store.folder, file.name);
  await storing(target, async () => {
    await setAside(target, sha256);
    if (!file.sha256) await recordSum(store, file, sha256);
    await rename(temporary, target);
  });
}

/** The file beside a cached one that carries its sum where the catalogue does not, as `sha256sum` writes it. */
export function sumFile(folder: string, file: DatasetFile): string {
  return path.join(folder, `${file.name}.sha256`);
}

async function recordSum(store: Store, file: DatasetFile, sha256: string): Promise<void> {
  const temporary = path.join(store.workFolder, `${file.name}.sha256`);
  await writeFile(temporary, `${sha256}  ${file.name}\n`);
  await rename(temporary, sumFile(store.folder, file));
}

/** Keeps what lies at the target with other bytes: it may be something a person put there. */
async function setAside(target: string, sha256: string): Promise<void> {
  try {
    const found = await lstat(target);
    const sum = found.isFile() ? await fileSum(target) : 'no-file';
    if (sum !== sha256) await rename(target, `${target}.wrong-${sum.slice(0, 8)}`);
  } catch (error) {
    // Nothing is there; another acquisition may have set it aside a moment ago.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
