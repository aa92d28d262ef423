import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import type { ArchiveSource, DatasetFile } from '../catalogue-entry.js';
import { download } from './download.js';
import { DownloadError } from './download-error.js';
import type { FetchContext } from './fetch-context.js';
import { fileSum } from './file-sum.js';
import { gunzipStream } from './gunzip-stream.js';
import { storing } from './storage-error.js';
import { storeFile } from './store-file.js';
import { tryAgain } from './try-again.js';
import { writeChunks } from './write-chunks.js';
import { openZip } from './zip.js';

/**
 * Fetches a zip archive, verifies it as a whole, and takes the gzipped files out of it. The archive is kept
 * beside the datasets' folders, for the other datasets that are in it.
 */
export async function fetchFromArchive(
  source: ArchiveSource,
  files: readonly DatasetFile[],
  context: FetchContext,
): Promise<void> {
  const { store, limits, signal } = context;
  const kept = path.join(path.dirname(store.folder), 'archives', `${source.sha256.slice(0, 16)}.zip`);
  if (!existsSync(kept) || (await fileSum(kept, signal)) !== source.sha256) {
    const temporary = path.join(store.workFolder, 'archive.zip');
    await tryAgain(limits, signal, (signal) => fetchArchive(source, temporary, { ...context, signal }));
    await storing(kept, async () => {
      await mkdir(path.dirname(kept), { recursive: true });
      await rename(temporary, kept);
    });
  }
  const archive = await openZip(kept);
  try {
    for (const file of files) {
      signal.throwIfAborted();
      await storeFile(store, file, gunzipStream(archive.read(`${file.name}.gz`)));
    }
  } finally {
    archive.close();
  }
}

async function fetchArchive(
  { url, bytes, sha256 }: ArchiveSource,
  target: string,
  { counter, limits, signal }: FetchContext,
): Promise<void> {
  const hash = createHash('sha256');
  let received = 0;
  async function* measured() {
    for await (const chunk of download(new URL(url), { limits, signal, largestBytes: bytes })) {
      hash.update(chunk);
      received += chunk.length;
      counter.add(chunk.length);
      yield chunk;
    }
  }
  try {
    await writeChunks(target, measured());
    if (received < bytes)
      throw new DownloadError(`the archive has ${received} bytes, expected ${bytes}`, true);
    const found = hash.digest('hex');
    if (found !== sha256) throw new Error(`the archive has the sha256 ${found}, expected ${sha256}`);
  } catch (error) {
    counter.add(-received);
    throw error;
  }
}
