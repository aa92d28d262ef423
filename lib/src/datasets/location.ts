import { existsSync } from 'node:fs';
import path from 'node:path';
import { foldersUpwards, userCacheFolder } from '../files/paths.js';
import { isRecord, readJson } from '../files/read-json.js';

/** Where the files of a dataset are looked for and kept. */
export interface DatasetLocation {
  /** The user's folder for this dataset, if one was given; it is read, never written. */
  readonly given?: string;
  /** The folder where verified downloads of this dataset are kept; it need not exist yet. */
  readonly cache: string;
}

/** Where to look for datasets. */
export interface LocationOptions {
  /**
   * Folder that holds `mnist/`, `fashion-mnist/` and so on, as the user put them there. Defaults to the
   * environment variable `MNIST_LAB_DATA`, and without that to none.
   */
  readonly directory?: string;
  /** Folder in which verified downloads are kept. Defaults to `data/` of an mnist-lab project, elsewhere to a
   * folder of the user's own caches. */
  readonly cacheDirectory?: string;
}

/**
 * Tells where the files of a dataset are looked for and kept.
 *
 * @example
 * ```ts
 * const { given, cache } = datasetLocation('mnist', { directory: '/home/me/data' });
 * console.log(given); // /home/me/data/mnist
 * ```
 */
export function datasetLocation(name: string, options: LocationOptions = {}): DatasetLocation {
  const directory = options.directory ?? process.env.MNIST_LAB_DATA;
  const cache = path.resolve(options.cacheDirectory ?? defaultCacheDirectory(), name);
  // An empty variable counts as unset, as everywhere in a shell.
  return directory ? { given: path.resolve(directory, name), cache } : { cache };
}

/**
 * The folder in which verified downloads are kept: `data/` of the mnist-lab project that `from` lies in, and
 * outside of it a folder of the user's own caches.
 *
 * @param from Defaults to the working directory; a notebook's is its own folder, so parents are searched.
 */
export function defaultCacheDirectory(from: string = process.cwd()): string {
  for (const folder of foldersUpwards(from)) if (isProject(folder)) return path.join(folder, 'data');
  return path.join(userCacheFolder(), 'mnist-lab', 'data');
}

function isProject(folder: string): boolean {
  const file = path.join(folder, 'package.json');
  if (!existsSync(file)) return false;
  try {
    const manifest = readJson(file);
    return isRecord(manifest) && manifest.name === 'mnist-lab-lessons';
  } catch {
    return false; // Somebody else's broken package.json is none of our business.
  }
}
