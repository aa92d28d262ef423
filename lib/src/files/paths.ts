import { lstatSync, mkdirSync, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** A folder and all its ancestors up to the root, as absolute paths. */
export function* foldersUpwards(folder: string): Generator<string> {
  for (let current = path.resolve(folder); ; current = path.dirname(current)) {
    yield current;
    if (current === path.dirname(current)) return;
  }
}

/** The user's cache folder as an absolute path. It may not exist yet. */
export function userCacheFolder(): string {
  // The XDG specification requires ignoring relative paths in this variable.
  const { XDG_CACHE_HOME: given } = process.env;
  if (given && path.isAbsolute(given)) return given;
  return path.join(homeFolder(), ...(process.platform === 'darwin' ? ['Library', 'Caches'] : ['.cache']));
}

/** The home folder, even if `HOME` is empty. */
function homeFolder(): string {
  const home = os.homedir();
  return path.isAbsolute(home) ? home : os.userInfo().homedir;
}

/**
 * Creates a folder and its missing parents. Node's recursive mkdir loops forever if the system reports an
 * existing parent as missing, as in /proc and under some automatic mounts.
 *
 * @param mode Mode of each created folder.
 * @throws the system's error if it cannot be created, or a file has its name.
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

/**
 * Creates a folder that only this user can write to. In a shared location, another user could have created it
 * first, with programs that this process would run.
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
    `Using ${folder}: expected a folder that only you can write to but found ${reasons.join(', ')}. Check its contents, and remove it.`,
  );
}

/**
 * The size of a file in bytes. Folders, pipes and devices are rejected before they are opened, because reading
 * a pipe or a device may never end.
 *
 * @param largest Maximum size in bytes.
 * @throws {Error} if it does not exist or is not a file.
 * @throws {RangeError} if it is larger.
 */
export async function regularFileSize(file: string, largest: number): Promise<number> {
  const found = await stat(file);
  if (!found.isFile()) {
    const kind = found.isDirectory() ? 'a folder' : 'a pipe, a socket or a device';
    throw new Error(`Reading ${file}: expected a file but found ${kind}. Move it away.`);
  }
  if (found.size > largest) {
    const [wanted, size] = [largest, found.size].map((bytes) => bytes.toLocaleString('en-US'));
    throw new RangeError(
      `Reading ${file}: expected at most ${wanted} bytes but found ${size}. Replace it with a smaller file.`,
    );
  }
  return found.size;
}
