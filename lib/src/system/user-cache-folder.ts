import os from 'node:os';
import path from 'node:path';

/** Where programs of this user keep what they can make again: absolute, though it need not exist yet. */
export function userCacheFolder(): string {
  // The specification of this variable has relative paths ignored.
  const { XDG_CACHE_HOME: given } = process.env;
  if (given && path.isAbsolute(given)) return given;
  return path.join(homeFolder(), ...(process.platform === 'darwin' ? ['Library', 'Caches'] : ['.cache']));
}

/** As the system knows it, where the environment says that there is none (`HOME=`). */
function homeFolder(): string {
  const home = os.homedir();
  return path.isAbsolute(home) ? home : os.userInfo().homedir;
}
