import { renameSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { prepareReplacement } from './replacement.js';
import { writeFailure } from './write-failure.js';

/** What a file is to hold; parts are written one after the other. */
export type FileContent = string | Uint8Array | readonly Uint8Array[];

/** A file to write. */
export interface NewFile {
  readonly file: string;
  readonly content: FileContent;
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
      for (const each of written) giveName(each, doing);
    });
  } catch (error) {
    await removeAll(written);
    throw error;
  }
  for (const folder of new Set(written.map(({ target }) => path.dirname(target)))) await flushFolder(folder);
}

/** A file that has yet to get its name. */
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
      await removeAll(written);
      throw writeFailure(doing, file, cause);
    }
  }
  return written;
}

function giveName({ temporary, target }: Written, doing: string): void {
  try {
    renameSync(temporary, target);
  } catch (cause) {
    throw writeFailure(doing, target, cause);
  }
}

async function removeAll(written: readonly Written[]): Promise<void> {
  for (const { temporary } of written) await rm(temporary, { force: true }).catch(() => {});
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
