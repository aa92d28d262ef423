import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ArchiveSource, DatasetFile } from '../catalogue-entry.js';
import { openDownload } from './download.js';
import type { FetchContext } from './fetch-from.js';
import { gunzipStream } from './gunzip-stream.js';
import { storeFile } from './store-file.js';
import { listZip, readZipEntry } from './zip.js';

/**
 * Fetches a zip archive, verifies it as a whole, and takes the gzipped files out of it. The archive is kept
 * beside the datasets' folders, for the other datasets that are in it.
 */
export async function fetchFromArchive(
  source: ArchiveSource,
  files: readonly DatasetFile[],
  context: FetchContext,
): Promise<void> {
  const kept = path.join(path.dirname(context.store.folder), 'archives', `${source.sha256.slice(0, 16)}.zip`);
  if (!(await isArchive(kept, source))) {
    const temporary = path.join(context.store.workFolder, 'archive.zip');
    await downloadArchive(source, temporary, context);
    await mkdir(path.dirname(kept), { recursive: true });
    await rename(temporary, kept);
  }
  const archive = await open(kept);
  try {
    const entries = await listZip(archive);
    for (const file of files) {
      const entry = entries.find(({ path: found }) => path.posix.basename(found) === `${file.name}.gz`);
      if (!entry) throw new Error(`the archive holds no ${file.name}.gz`);
      await storeFile(context.store, file, gunzipStream(Readable.from([await readZipEntry(archive, entry)])));
    }
  } finally {
    await archive.close();
  }
}

async function isArchive(file: string, source: ArchiveSource): Promise<boolean> {
  if (!existsSync(file)) return false;
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex') === source.sha256;
}

async function downloadArchive(source: ArchiveSource, target: string, context: FetchContext): Promise<void> {
  const hash = createHash('sha256');
  const body = await openDownload(new URL(source.url), context.timeouts, context.signal);
  await pipeline(
    body,
    async function* measure(chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        hash.update(chunk);
        context.counter.add(chunk.length);
        yield chunk;
      }
    },
    createWriteStream(target),
  );
  const sha256 = hash.digest('hex');
  if (sha256 !== source.sha256) {
    throw new Error(`the archive has the sha256 ${sha256}, wanted ${source.sha256}`);
  }
}
