import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { prepareReplacement } from './replacement.js';
import { writeFailure } from './write-failure.js';

/** What a file is to hold; parts are written one after the other. */
export type FileContent = string | Uint8Array | readonly Uint8Array[];

/**
 * Writes a file whole or not at all: under a temporary name in the same folder, which is made where it is missing,
 * then flushed to the disk and renamed. Whoever reads the file finds the old content or the new, also after this
 * process was killed or the power failed; of several writers the last wins. What killed writers left in the folder
 * is removed.
 *
 * A link stays a link, what it leads to is replaced; a file that is replaced hands on its mode. What is neither
 * file nor folder, such as `/dev/stdout`, is written to as it is.
 *
 * @param doing What to call this in messages, such as `'Saving a model'`.
 * @throws {Error} If it cannot be written: it says what was being done, the path, the reason and the remedy, and
 *   has the system's `code`.
 */
export async function writeWholeFile(file: string, content: FileContent, doing: string): Promise<void> {
  try {
    const { target, temporary, mode } = prepareReplacement(file);
    if (!temporary) return await writeTo(await open(target, 'r+'), content, { flush: false });
    try {
      const handle = await open(temporary, 'wx', mode);
      await writeTo(handle, content, { flush: true });
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => {});
      throw error;
    }
    await flushFolder(path.dirname(target));
  } catch (cause) {
    throw writeFailure(doing, file, cause);
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

/** Makes the new name last; some file systems cannot be asked for it, and the file is whole without. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
