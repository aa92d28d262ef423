import type { DatasetEntry, DatasetFile } from '../catalogue-entry.js';

/** Why a source did not help. */
export interface FailedSource {
  /** A URL or the name of a package. */
  readonly source: string;
  readonly reason: string;
}

/**
 * Files of a dataset are missing and could not be downloaded. The message says where to put them.
 *
 * @example
 * ```ts
 * try {
 *   await acquireDataset('mnist', { download: false, directory: '/nowhere', cacheDirectory: '/nowhere' });
 * } catch (error) {
 *   if (error instanceof AcquisitionError) console.log(error.missing.length); // 4
 * }
 * ```
 */
export class AcquisitionError extends Error {
  override readonly name = 'AcquisitionError';

  constructor(
    entry: DatasetEntry,
    /** The files that are missing. */
    readonly missing: readonly DatasetFile[],
    /** The folder in which they were looked for last. */
    readonly cache: string,
    /** The sources that were tried; empty if downloading was not wanted. */
    readonly failed: readonly FailedSource[],
  ) {
    super(message(entry, missing, cache, failed));
  }
}

function message(
  { name, title }: DatasetEntry,
  missing: readonly DatasetFile[],
  cache: string,
  failed: readonly FailedSource[],
): string {
  const reasons =
    failed.length === 0
      ? ['Downloading was not allowed.']
      : ['No source had them:', ...failed.map(({ source, reason }) => `  ${source}: ${reason}`)];
  const files = missing.map((file) => {
    const size = `${file.bytes.toLocaleString('en-US')} bytes`;
    return `  ${file.name}  ${size}${file.sha256 ? `  sha256 ${file.sha256}` : ''}`;
  });
  return [
    `Cannot get ${title}: ${missing.length} of its files are missing.`,
    ...reasons,
    `Put these files, plain or gzipped with .gz behind the name, into ${cache}`,
    `(or into a folder ${name} and set MNIST_LAB_DATA to the folder that holds it), then try again:`,
    ...files,
  ].join('\n');
}
