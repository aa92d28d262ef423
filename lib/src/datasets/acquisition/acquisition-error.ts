import { type DatasetEntry, type DatasetFile, filesOf } from '../catalogue-entry.js';
import type { DatasetLocation } from '../dataset-files.js';

/** A dataset file that is missing on this machine or invalid. */
export interface MissingFile {
  readonly file: DatasetFile;
  /** The problem with an existing file. */
  readonly problem?: string;
}

/** A URL or package from which a download failed, and why. */
export interface FailedSource {
  readonly source: string;
  readonly reason: string;
}

/**
 * Thrown if files of a dataset are missing and could not be downloaded. The message explains where to put them.
 *
 * @example
 * try {
 *   await downloadDataset('mnist', { download: false, directory: '/nowhere', cacheDirectory: '/nowhere' });
 * } catch (error) {
 *   if (error instanceof AcquisitionError) console.log(error.missing.length); // 4
 * }
 */
export class AcquisitionError extends Error {
  override readonly name = 'AcquisitionError';

  constructor(
    entry: DatasetEntry,
    /** The files that are missing. */
    readonly missing: readonly MissingFile[],
    /** The folders that were searched. */
    readonly location: DatasetLocation,
    /** The sources that were tried. The list is empty if downloading was disabled. */
    readonly failed: readonly FailedSource[],
  ) {
    super(message(entry, missing, location, failed));
  }
}

function message(
  entry: DatasetEntry,
  missing: readonly MissingFile[],
  { given, cache }: DatasetLocation,
  failed: readonly FailedSource[],
): string {
  const { name, title } = entry;
  const missingCount = `${missing.length} of them ${missing.length === 1 ? 'is' : 'are'} missing`;
  const reasons =
    failed.length === 0
      ? ['Downloading is disabled.']
      : ['No source had them:', ...failed.map(({ source, reason }) => `  ${source}: ${reason}`)];
  const files = missing.map(({ file, problem }) => {
    const size = `${file.bytes.toLocaleString('en-US')} bytes`;
    const sum = file.sha256 ? `  sha256 ${file.sha256}` : '';
    return `  ${file.name}  ${size}${sum}${problem ? `\n    ${problem}` : ''}`;
  });
  return [
    `Getting ${title}: expected ${filesOf(entry).length} files but ${missingCount} from ${[given, cache].filter(Boolean).join(' and ')}.`,
    ...reasons,
    `Put these files, plain or gzipped with .gz appended to the name, into ${cache}`,
    `(or into a folder ${name} and set MNIST_LAB_DATA to the folder that holds it), then try again:`,
    ...files,
  ].join('\n');
}
