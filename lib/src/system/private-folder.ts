import { lstatSync } from 'node:fs';
import { makeFolder } from './make-folder.js';

/**
 * Makes a folder that nobody else can write to or read, or sees to it that the one there is such a folder: in a place
 * that all users share, somebody else may have made it first and put there what we would run.
 *
 * @throws {Error} if it is a link, belongs to another user, or others may write to it.
 */
export function makePrivateFolder(folder: string): void {
  makeFolder(folder, 0o700);
  const stats = lstatSync(folder);
  const { mode, uid } = stats;
  const isOurs = process.getuid === undefined || uid === process.getuid();
  const reasons = [
    ...(stats.isDirectory() ? [] : ['a link']),
    ...(isOurs ? [] : [`one of user ${uid}`]),
    ...((mode & 0o022) === 0 ? [] : [`one that others may write to (mode ${(mode & 0o777).toString(8)})`]),
  ];
  if (reasons.length === 0) return;
  throw new Error(
    `Using ${folder}: expected a folder of your own but found ${reasons.join(', ')}. Look at what is in it, and remove it.`,
  );
}
