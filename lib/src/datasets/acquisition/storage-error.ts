import { writeFailure } from '../../files/write-failure.js';

/** What was downloaded cannot be kept, wherever it comes from: no other source is worth trying. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
  /** The system's code, such as `'ENOSPC'`. */
  readonly code: string | undefined;

  constructor(file: string, cause: unknown) {
    const { message } = writeFailure('Keeping a download', file, cause);
    super(`${message} Another folder is named with cacheDirectory, on the command line with --cache.`, {
      cause,
    });
    this.code = (cause as NodeJS.ErrnoException).code;
  }
}

/**
 * Does something to the file system.
 *
 * @throws {StorageError} if that fails.
 */
export async function storing<Value>(file: string, deed: () => Promise<Value>): Promise<Value> {
  try {
    return await deed();
  } catch (error) {
    throw new StorageError(file, error);
  }
}
