import { mkdirSync, rmSync, statfsSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { removeAbandonedFiles, temporaryFile } from '../../../files/temporary-file.js';
import { compilationCacheFolder } from '../../../system/xla-flags.js';

/** More than any program takes, in bytes. */
const enoughRoom = 32 * 2 ** 20;

/**
 * Makes the folder in which TensorFlow leaves what it compiles; without room for that it would not compile. Its name is
 * given, what it leads to is not: where its own disk is full, another one is taken.
 *
 * @returns what removes it.
 */
export function makeWorkFolder(work: string): () => void {
  const folders = [path.dirname(work), '/dev/shm', compilationCacheFolder()];
  const roomy = folders.find((folder) => folder !== undefined && hasRoom(folder)) ?? path.dirname(work);
  // What killed processes have left.
  removeAbandonedFiles(roomy);
  const place = roomy === path.dirname(work) ? work : temporaryFile(roomy);
  // Of a thread that was ended while it compiled.
  rmSync(work, { recursive: true, force: true });
  // TensorFlow would make it for others to read.
  mkdirSync(place, { mode: 0o700 });
  if (place !== work) symlinkSync(place, work);
  return () => {
    for (const each of new Set([work, place])) rmSync(each, { recursive: true, force: true });
  };
}

function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize > enoughRoom;
  } catch {
    return false;
  }
}
