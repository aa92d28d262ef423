import os from 'node:os';
import path from 'node:path';

/** Where programs of this user keep what they can make again: absolute, though it need not exist yet. */
export function userCacheFolder(): string {
  // The specification of this variable has relative paths ignored.
  const { XDG_CACHE_HOME: given } = process.env;
  if (given && path.isAbsolute(given)) return given;
  if (process.platform === 'darwin') return path.join(os.homedir(), 'Library', 'Caches');
  return path.join(os.homedir(), '.cache');
}
