import { realpathSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { makeFolder } from '../system/make-folder.js';
import { removeAbandonedFiles, temporaryFile } from './temporary-file.js';

/** Where the new content of a file goes. */
export interface Replacement {
  /** The file itself, where a link was named. */
  readonly target: string;
  /** Where to write before renaming; undefined for what is neither file nor folder, such as `/dev/stdout`. */
  readonly temporary: string | undefined;
  /** Of the file that is replaced, as `chmod` takes it. */
  readonly mode: number | undefined;
}

/**
 * Makes the file's folder where it is missing and rids it of what killed writers left there.
 *
 * @throws {Error} with the system's `code` if the folder cannot be made, or a folder has the file's name.
 */
export function prepareReplacement(file: string): Replacement {
  makeFolder(path.dirname(file));
  const target = targetOf(file);
  const replaced: Stats | undefined = statSync(target, { throwIfNoEntry: false });
  // Said before anything is written, or what belongs to this file would get its name in vain.
  if (replaced?.isDirectory()) throw Object.assign(new Error(`"${target}" is a folder`), { code: 'EISDIR' });
  if (replaced && !replaced.isFile()) return { target, temporary: undefined, mode: undefined };
  const folder = path.dirname(target);
  removeAbandonedFiles(folder);
  const mode = replaced && replaced.mode & 0o777;
  return { target, temporary: temporaryFile(folder), mode };
}

function targetOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}
