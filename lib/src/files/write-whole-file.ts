import {
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from './paths.js';
import { removeAbandonedFiles, temporaryFile } from './temporary-file.js';
import { writeFailure } from './write-failure.js';

/** What a file is to hold; parts are written one after the other. */
export type FileContent = string | Uint8Array | readonly Uint8Array[];

/** A file to write. */
export interface NewFile {
  readonly file: string;
  readonly content: FileContent;
}

/**
 * Writes a file whole or not at all: under a temporary name in the same folder, which is made where it is missing,
 * then flushed to the disk and renamed. Readers find the old content or the new, also after this process was killed
 * or the power failed; of several writers the last wins. Leftovers of killed writers in the folder are removed.
 *
 * A link stays a link, what it leads to is replaced; a file that is replaced hands on its mode. What is neither
 * file nor folder, such as `/dev/stdout`, is written to as it is.
 *
 * @param doing What to call this in messages, such as `'Saving a model'`.
 * @throws {Error} if it cannot be written: it says what was being done, the path, the reason and the remedy, and
 *   has the system's `code`.
 */
export async function writeWholeFile(file: string, content: FileContent, doing: string): Promise<void> {
  await writeWholeFiles([{ file, content }], doing);
}

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

/**
 * Writes files that belong together, each as `writeWholeFile` does. All are on the disk before the first gets its
 * name; then they get their names in the order given, with nothing in between.
 *
 * @param doing What to call this in messages, such as `'Saving a model'`.
 * @param around Called when all are on the disk, to give them their names: for what has to be done at that moment.
 * @throws {Error} as `writeWholeFile`.
 */
export async function writeWholeFiles(
  files: readonly NewFile[],
  doing: string,
  around: (giveNames: () => void) => void = (giveNames) => giveNames(),
): Promise<void> {
  const written = await writeAll(files, doing);
  try {
    around(() => {
      for (const { temporary, target } of written) {
        try {
          renameSync(temporary, target);
        } catch (cause) {
          throw writeFailure(doing, target, cause);
        }
      }
    });
  } catch (error) {
    removeAll(written);
    throw error;
  }
  for (const folder of new Set(written.map(({ target }) => path.dirname(target)))) await flushFolder(folder);
}

interface Written {
  readonly temporary: string;
  readonly target: string;
}

async function writeAll(files: readonly NewFile[], doing: string): Promise<readonly Written[]> {
  const written: Written[] = [];
  for (const { file, content } of files) {
    try {
      const { target, temporary, mode } = prepareReplacement(file);
      if (temporary) written.push({ temporary, target });
      const handle = await (temporary ? open(temporary, 'wx', mode) : open(target, 'r+'));
      await writeTo(handle, content, { flush: temporary !== undefined });
    } catch (cause) {
      removeAll(written);
      throw writeFailure(doing, file, cause);
    }
  }
  return written;
}

/**
 * Makes the file's folder where it is missing and removes leftovers of killed writers from it.
 *
 * @returns The file itself, where a link was named; where to write before renaming (undefined for what is neither
 *   file nor folder); and the mode of the file that is replaced.
 * @throws {Error} with the system's `code` if the folder cannot be made, or a folder has the file's name.
 */
function prepareReplacement(file: string) {
  makeFolder(path.dirname(file));
  const target = targetOf(file);
  const replaced = statSync(target, { throwIfNoEntry: false });
  // Said before anything is written, or what belongs to this file would get its name in vain.
  if (replaced?.isDirectory()) throw Object.assign(new Error(`"${target}" is a folder`), { code: 'EISDIR' });
  if (replaced && !replaced.isFile()) return { target, temporary: undefined, mode: undefined };
  const folder = path.dirname(target);
  removeAbandonedFiles(folder);
  return { target, temporary: temporaryFile(folder), mode: replaced && replaced.mode & 0o777 };
}

function targetOf(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}

function removeAll(written: readonly Written[]): void {
  for (const { temporary } of written) {
    try {
      rmSync(temporary, { force: true });
    } catch {
      // The next writer removes it.
    }
  }
}

async function writeTo(
  handle: FileHandle,
  content: FileContent,
  { flush }: { flush: boolean },
): Promise<void> {
  const parts = typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
  try {
    for (const part of parts) await handle.writeFile(part);
    if (flush) await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the new names last; some file systems cannot be asked for it, and the files are whole without. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
