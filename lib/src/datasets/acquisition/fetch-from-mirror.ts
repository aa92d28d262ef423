import { createHash } from 'node:crypto';
import type { DatasetFile, MirrorSource } from '../catalogue-entry.js';
import { largestGzip } from '../gzip-size.js';
import { download } from './download.js';
import type { FetchContext } from './fetch-context.js';
import { gunzipStream } from './gunzip-stream.js';
import { storeFile } from './store-file.js';
import { tryAgain } from './try-again.js';

/** Fetches gzipped files from a web folder, one after the other; what broke on the way is tried again. */
export async function fetchFromMirror(
  { url }: MirrorSource,
  files: readonly DatasetFile[],
  context: FetchContext,
): Promise<void> {
  for (const file of files) {
    await tryAgain(context.limits, context.signal, (signal) =>
      fetchFile(new URL(`${file.name}.gz`, url), file, { ...context, signal }),
    );
  }
}

async function fetchFile(url: URL, file: DatasetFile, { store, counter, limits, signal }: FetchContext) {
  let counted = 0;
  async function* unpacked() {
    const body = download(url, { limits, signal, largestBytes: largestGzip(file.bytes) });
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
    throw new Error(`${name}.gz has the ${gzip.algorithm} ${digest}, expected ${gzip.digest}`);
  }
}
