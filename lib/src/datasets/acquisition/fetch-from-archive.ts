import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ArchiveSource, DatasetFile } from '../catalogue-entry.js';
import { openDownload } from './download.js';
import type { FetchContext } from './fetch-from.js';
import { gunzipStream } from './gunzip-stream.js';
import { storeFile } from './store-file.js';
import { listZip, readZipEntry } from './zip.js';

/** Fetches a zip archive, verifies it as a whole, and takes the gzipped files out of it. */
export async function fetchFromArchive(
  source: ArchiveSource,
  files: readonly DatasetFile[],
  context: FetchContext,
): Promise<void> {
  const target = path.join(context.store.workFolder, 'archive.zip');
  await downloadArchive(source, target, context);
  const archive = await open(target);
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
