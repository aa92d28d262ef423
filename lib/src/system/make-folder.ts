import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes a folder, with those it lies in where they are missing. Node's own way to do so tries for ever where the
 * system says that a folder's parent is missing although it is there, as in /proc and under some automatic mounts.
 *
 * @param mode Of each folder that is made.
 * @throws what the system throws, if it cannot be made or a file has its name.
 */
export function makeFolder(folder: string, mode?: number): void {
  try {
    mkdirSync(folder, mode);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const isThere = (name: string) => statSync(name, { throwIfNoEntry: false })?.isDirectory() === true;
    if (code !== 'ENOENT') {
      if (isThere(folder)) return;
      throw error;
    }
    const parent = path.dirname(path.resolve(folder));
    if (isThere(parent)) throw error;
    makeFolder(parent, mode);
    makeFolder(folder, mode);
  }
}
