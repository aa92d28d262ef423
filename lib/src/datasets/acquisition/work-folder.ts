import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder } from '../../files/folders.js';
import { hasProcessEnded, markPattern, processMark } from '../../files/process-mark.js';
import { storing } from './storage-error.js';

const prefix = '.acquiring-';
const marked = new RegExp(`^\\.acquiring-(${markPattern})-`);

/** Longer than a download can be without writing a byte, in milliseconds. */
const oneDay = 24 * 60 * 60 * 1000;

/**
 * Makes a folder in a dataset's cache in which one acquisition puts files together; its name tells whose it is.
 *
 * @throws {StorageError} if it cannot be made.
 */
export function makeWorkFolder(cache: string): Promise<string> {
  return storing(cache, async () => {
    makeFolder(cache);
    return mkdtemp(path.join(cache, `${prefix}${processMark()}-`));
  });
}

/**
 * Removes what acquisitions left that were killed: at once where the process is known to have ended, else after a
 * day in which nothing was written. What a running one needs is never touched.
 */
export async function removeAbandonedWork(cache: string): Promise<void> {
  const names = await readdir(cache).catch(() => []); // There may be no cache yet.
  for (const name of names.filter((name) => name.startsWith(prefix))) {
    const folder = path.join(cache, name);
    const [, mark] = marked.exec(name) ?? [];
    const isOver = (mark && hasProcessEnded(mark)) ?? Date.now() - (await lastWrite(folder)) > oneDay;
    // Somebody else may be removing it as well, or only they may.
    if (isOver) await rm(folder, { recursive: true, force: true }).catch(() => {});
  }
}

/** When something in a folder was last written, as milliseconds since 1970; now if it has just been removed. */
async function lastWrite(folder: string): Promise<number> {
  try {
    const names = await readdir(folder, { recursive: true });
    const files = await Promise.all(['.', ...names].map((name) => stat(path.join(folder, name))));
    return Math.max(...files.map(({ mtimeMs }) => mtimeMs));
  } catch {
    return Date.now();
  }
}
