import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { makeFolder } from './paths.js';
import { removeAbandonedFiles, temporaryFile } from './temporary-file.js';
import { writeFailure } from './write-failure.js';

/** A file to write. Its parts are concatenated. */
export interface NewFile {
  readonly file: string;
  readonly content: string | Uint8Array | readonly Uint8Array[];
}

/**
 * Writes a file atomically: to a temporary file in the same folder, which is created if missing, then flushed
 * to the disk and renamed. Readers find the old or the new content, even if this process is killed or the
 * power fails. If several processes write, the last one wins. Temporary files of killed processes are
 * removed.
 *
 * A link stays a link, and its target is replaced. The mode of a replaced file is kept. Anything that is
 * neither file nor folder, such as `/dev/stdout`, is written directly.
 *
 * @param doing Beginning of error messages, such as `'Saving a model'`.
 * @throws {Error} if it cannot be written. The message has the operation, the path, the reason and the fix.
 *   The error has the system's `code`.
 */
export function writeWholeFile(file: string, content: NewFile['content'], doing: string): void {
  writeWholeFiles([{ file, content }], doing);
}

/**
 * Writes several files together, each like `writeWholeFile`. All are flushed to the disk before the first is
 * renamed. Then they are renamed in the given order.
 *
 * @param around Called when all files are on the disk. It must call its argument, which renames them, and can
 *   hold a lock meanwhile.
 * @throws {Error} in the same cases as `writeWholeFile`.
 */
export function writeWholeFiles(
  files: readonly NewFile[],
  doing: string,
  around: (giveNames: () => void) => void = (giveNames) => giveNames(),
): void {
  const written: { readonly temporary: string; readonly target: string }[] = [];
  const attempt = (file: string, act: () => void) => {
    try {
      act();
    } catch (cause) {
      throw writeFailure(doing, file, cause);
    }
  };
  try {
    for (const { file, content } of files)
      attempt(file, () => {
        const { target, temporary, mode } = prepareReplacement(file);
        if (temporary) written.push({ temporary, target });
        writeContent(temporary ? openSync(temporary, 'wx', mode) : openSync(target, 'r+'), content);
      });
    around(() => {
      for (const { temporary, target } of written) attempt(target, () => renameSync(temporary, target));
    });
  } catch (error) {
    for (const { temporary } of written) quietly(() => rmSync(temporary, { force: true }));
    throw error;
  }
  for (const folder of new Set(written.map(({ target }) => path.dirname(target)))) flushFolder(folder);
}

/**
 * Creates the file's folder if missing and removes temporary files of killed processes from it.
 *
 * @returns `target`, the link's target or the file itself, with the path of the temporary file (undefined if
 *   the target is neither file nor folder) and the mode of the replaced file.
 * @throws {Error} with the system's `code` if the folder cannot be created, or a folder has the file's name.
 */
function prepareReplacement(file: string) {
  makeFolder(path.dirname(file));
  const target = quietly(() => realpathSync(file)) ?? file;
  const replaced = statSync(target, { throwIfNoEntry: false });
  // Fail here, before other files of the same group are renamed.
  if (replaced?.isDirectory()) throw Object.assign(new Error(`"${target}" is a folder`), { code: 'EISDIR' });
  if (replaced && !replaced.isFile()) return { target, temporary: undefined, mode: undefined };
  const folder = path.dirname(target);
  removeAbandonedFiles(folder);
  return { target, temporary: temporaryFile(folder), mode: replaced && replaced.mode & 0o777 };
}

function writeContent(descriptor: number, content: NewFile['content']): void {
  const parts = typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
  try {
    for (const part of parts) writeFileSync(descriptor, part);
    // Pipes and terminals cannot be flushed.
    if (fstatSync(descriptor).isFile()) fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Makes the new names durable. Some file systems reject this, but the files are complete anyway. */
function flushFolder(folder: string): void {
  const descriptor = quietly(() => openSync(folder, 'r'));
  if (descriptor === undefined) return;
  quietly(() => fsyncSync(descriptor));
  closeSync(descriptor);
}

function quietly<Result>(act: () => Result): Result | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
