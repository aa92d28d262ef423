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

/** A file to write; parts are written one after the other. */
export interface NewFile {
  readonly file: string;
  readonly content: string | Uint8Array | readonly Uint8Array[];
}

/**
 * Writes a file whole or not at all: under a temporary name in the same folder, which is made if it is missing, then
 * flushed to the disk and renamed. Readers find the old content or the new, also after this process was killed or the
 * power failed; of several writers the last wins. Leftovers of killed writers in the folder are removed.
 *
 * A link stays a link, and its target is replaced; a replaced file hands on its mode. What is neither file nor folder,
 * such as `/dev/stdout`, is written to directly.
 *
 * @param doing What to call this in messages, such as `'Saving a model'`.
 * @throws {Error} if it cannot be written: it says what was being done, the path, the reason and the remedy, and
 *   has the system's `code`.
 */
export function writeWholeFile(file: string, content: NewFile['content'], doing: string): void {
  writeWholeFiles([{ file, content }], doing);
}

/**
 * Writes files that belong together, each as `writeWholeFile` does. All are on the disk before the first gets its
 * name; then they get their names in the order given, with nothing in between.
 *
 * @param around Called when all are on the disk, to give them their names: for what has to be done at that moment.
 * @throws {Error} as `writeWholeFile`.
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
 * Makes the file's folder if it is missing and removes leftovers of killed writers from it.
 *
 * @returns The file itself, if a link was named; where to write before renaming (undefined for what is neither
 *   file nor folder); and the mode of the file that is replaced.
 * @throws {Error} with the system's `code` if the folder cannot be made, or a folder has the file's name.
 */
function prepareReplacement(file: string) {
  makeFolder(path.dirname(file));
  const target = quietly(() => realpathSync(file)) ?? file;
  const replaced = statSync(target, { throwIfNoEntry: false });
  // Refused here, before files that belong to this one get their names in vain.
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

/** Makes new names last; some file systems refuse it, and the files are complete without. */
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
