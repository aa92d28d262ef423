import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatasetFile, MirrorSource } from '../catalogue-entry.js';
import { DownloadError, openDownload } from './download.js';
import type { FetchContext } from './fetch-from.js';
import { gunzipStream } from './gunzip-stream.js';
import { storeFile } from './store-file.js';

const attempts = 3;

/** Fetches gzipped files from a web folder, one after the other; what broke on the way is tried again. */
export async function fetchFromMirror(
  { url }: MirrorSource,
  files: readonly DatasetFile[],
  context: FetchContext,
): Promise<void> {
  for (const file of files) {
    for (let attempt = 1; ; attempt++) {
      try {
        await fetchFile(new URL(`${file.name}.gz`, url), file, context);
        break;
      } catch (error) {
        const isTemporary = error instanceof DownloadError && error.isTemporary;
        if (context.signal?.aborted || !isTemporary || attempt === attempts) throw error;
        await sleep((context.timeouts?.retryPause ?? 500) * attempt, undefined, { signal: context.signal });
      }
    }
  }
}

async function fetchFile(url: URL, file: DatasetFile, { store, counter, timeouts, signal }: FetchContext) {
  let counted = 0;
  async function* unpacked() {
    const body = await openDownload(url, timeouts, signal);
    for await (const chunk of gunzipStream(verifyGzip(body, file))) {
      counted += chunk.length;
      counter.add(chunk.length);
      yield chunk;
    }
  }
  try {
    await storeFile(store, file, unpacked());
  } catch (error) {
    counter.add(-counted);
    throw error;
  }
}

/** Passes a gzipped file on and fails at its end if it is not the one that was published. */
async function* verifyGzip(chunks: AsyncIterable<Uint8Array>, { name, gzip }: DatasetFile) {
  const hash = gzip && createHash(gzip.algorithm);
  for await (const chunk of chunks) {
    hash?.update(chunk);
    yield chunk;
  }
  const digest = hash?.digest('hex');
  if (gzip && digest !== gzip.digest) {
    throw new Error(`${name}.gz has the ${gzip.algorithm} ${digest}, wanted ${gzip.digest}`);
  }
}
