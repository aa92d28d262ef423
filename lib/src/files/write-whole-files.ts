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
 * @throws {Error} as `writeWholeFile`.
 */
export async function writeWholeFiles(files: readonly NewFile[], doing: string): Promise<void> {
  const written: { readonly temporary: string; readonly target: string }[] = [];
  let current = '';
  try {
    for (const { file, content } of files) {
      current = file;
      const { target, temporary, mode } = prepareReplacement(file);
      if (temporary) written.push({ temporary, target });
      const handle = await (temporary ? open(temporary, 'wx', mode) : open(target, 'r+'));
      await writeTo(handle, content, { flush: temporary !== undefined });
    }
    for (const { temporary, target } of written) {
      current = target;
      renameSync(temporary, target);
    }
  } catch (cause) {
    for (const { temporary } of written) await rm(temporary, { force: true }).catch(() => {});
    throw writeFailure(doing, current, cause);
  }
  for (const folder of new Set(written.map(({ target }) => path.dirname(target)))) await flushFolder(folder);
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
