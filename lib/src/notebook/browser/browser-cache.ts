import { accessSync, constants, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeFolder, makePrivateFolder, userCacheFolder } from '../../files/paths.js';

/**
 * The folder to unpack a browser in: the first of those below that has it already or can be written to.
 *
 * @param beside The one beside the browser's package, so that it goes when the package goes.
 * @param name Of the browser's own folder in it.
 * @throws {Error} if there is only the system's temporary folder, and in it something of another user's.
 */
export function browserCache(beside: string, name: string): string {
  for (const folder of [beside, path.join(userCacheFolder(), 'mnist-lab')]) {
    if (existsSync(path.join(folder, name)) || isWritable(folder)) return folder;
  }
  const shared = path.join(tmpdir(), `mnist-lab-${process.getuid?.() ?? 'user'}`);
  makePrivateFolder(shared);
  return shared;
}

function isWritable(folder: string): boolean {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
