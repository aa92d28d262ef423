import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';

/** An entry of a folder. Symbolic links are followed. */
export interface FolderEntry {
  readonly name: string;
  /** `'deadLink'`: a link whose target does not exist. */
  readonly kind: 'folder' | 'file' | 'deadLink';
}

/** Files and folders created by macOS, Windows and network drives. */
const systemNames = /^(\..*|__MACOSX|Thumbs\.db|ehthumbs(_vista)?\.db|desktop\.ini|Icon\r|@eaDir)$/i;

/**
 * Lists a folder by name, following symbolic links. System files such as `.DS_Store` and `__MACOSX` are
 * skipped.
 *
 * @throws {Error} if a link leads to itself or to a folder that contains it.
 */
export async function listFolder(folder: string): Promise<FolderEntry[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const seen = entries
    .filter(({ name }) => !systemNames.test(name))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  return Promise.all(seen.map(async (entry) => ({ name: entry.name, kind: await kindOf(folder, entry) })));
}

async function kindOf(folder: string, entry: Dirent): Promise<FolderEntry['kind']> {
  if (!entry.isSymbolicLink()) return entry.isDirectory() ? 'folder' : 'file';
  const link = path.join(folder, entry.name);
  try {
    if (!(await stat(link)).isDirectory()) return 'file';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ELOOP')
      throw new Error(`Listing ${link}: expected a file or a folder but found a link to itself. Delete it.`);
    return 'deadLink';
  }
  const [target, parent] = await Promise.all([realpath(link), realpath(folder)]);
  const isInside = path.relative(target, parent).split(path.sep)[0] !== '..';
  if (isInside)
    throw new Error(
      `Listing ${link}: expected a file or another folder but found a link to ${target}, which contains it. Delete it.`,
    );
  return 'folder';
}
