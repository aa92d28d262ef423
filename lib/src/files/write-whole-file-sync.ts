import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { prepareReplacement } from './replacement.js';
import { writeFailure } from './write-failure.js';

/**
 * Does what `writeWholeFile` does before it returns: for small files, where the caller returns no promise.
 *
 * @param doing What to call this in messages, such as `'Recording results'`.
 * @throws {Error} as `writeWholeFile`.
 */
export function writeWholeFileSync(file: string, content: string | Uint8Array, doing: string): void {
  try {
    const { target, temporary, mode } = prepareReplacement(file);
    if (!temporary) {
      writeFileSync(target, content, { flag: 'r+' });
      return;
    }
    try {
      const handle = openSync(temporary, 'wx', mode);
      try {
        writeFileSync(handle, content);
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      renameSync(temporary, target);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  } catch (cause) {
    throw writeFailure(doing, file, cause);
  }
}
