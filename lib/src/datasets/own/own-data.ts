import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { classNameFiles } from './class-names.js';
import { findIdxFiles } from './load-idx-folder.js';

/** A user's data: a CSV, npz or other file, or a folder of some kind. */
export type OwnData = { readonly kind: 'file'; readonly file: string } | OwnFolder;

/** A folder of idx files, of images by class, of CSV or npz files, or of none of these. */
export interface OwnFolder extends ListedFolder {
  readonly kind: 'idx' | 'images' | 'tables' | 'unknown';
  /** Names of the files in it. */
  readonly files: readonly string[];
}

/** A folder and its content. */
export interface ListedFolder {
  readonly folder: string;
  readonly entries: readonly FolderEntry[];
}

/**
 * Finds out which kind of data a path contains. A folder that contains only another folder is entered.
 *
 * @returns `undefined` if there is neither a folder nor a file.
 */
export async function findOwnData(given: string): Promise<OwnData | undefined> {
  const found = await stat(given).catch(() => undefined);
  if (!found) return undefined;
  if (!found.isDirectory()) return { kind: 'file', file: given };
  const listed = await enterOnlyFolder(given);
  const files = filesOf(listed.entries);
  return { ...listed, files, kind: kindOfFolder(files, listed.entries) };
}

function kindOfFolder(files: readonly string[], entries: readonly FolderEntry[]): OwnFolder['kind'] {
  if (findIdxFiles(files).length > 0) return 'idx';
  if (files.length < entries.length) return 'images';
  return findDataFiles(files).length > 0 ? 'tables' : 'unknown';
}

/**
 * Descends into folders that contain only another folder, as in many archives, as long as that one contains a
 * dataset rather than the images of one class.
 */
export async function enterOnlyFolder(given: string): Promise<ListedFolder> {
  let folder = given;
  let entries = await listFolder(given);
  for (;;) {
    const [only, ...others] = entries.filter(({ kind }) => kind === 'folder');
    if (!only || others.length > 0 || holdsData(filesOf(entries))) return { folder, entries };
    const inner = path.join(folder, only.name);
    const within = await listFolder(inner);
    const files = filesOf(within);
    const holdsFolders = within.some(({ kind }) => kind === 'folder');
    const isDataset = holdsFolders || holdsData(files) || findDataFiles(files).length > 0;
    if (!isDataset || files.some(isImageName)) return { folder, entries };
    folder = inner;
    entries = within;
  }
}

/** Whether there are idx files or a file of class names, which mark a folder as the dataset itself. */
function holdsData(files: readonly string[]): boolean {
  return findIdxFiles(files).length > 0 || files.some((name) => classNameFiles.includes(name));
}

/** The files that contain images and labels as numbers, according to their names. */
export function findDataFiles(files: readonly string[]): string[] {
  return files.filter((name) => /\.(csv|npz)$/i.test(name));
}

const imageExtension = /\.(png|jpe?g|jpe|jfif|webp|gif|avif|tiff?|bmp|svg)$/i;

export const isImageName = (name: string) => imageExtension.test(name);

const filesOf = (entries: readonly FolderEntry[]) =>
  entries.filter(({ kind }) => kind === 'file').map(({ name }) => name);

/** An entry of a folder. Symbolic links are followed. */
export interface FolderEntry {
  readonly name: string;
  /** `'deadLink'`: a link whose target does not exist. */
  readonly kind: 'folder' | 'file' | 'deadLink';
}

/** Names of hidden files, and of files and folders created by macOS, Windows and network drives. */
const systemNames = /^(\..*|__MACOSX|Thumbs\.db|ehthumbs(_vista)?\.db|desktop\.ini|Icon\r|@eaDir)$/i;

/**
 * Lists a folder in the order of the names, following symbolic links. Hidden files and system files such as
 * `__MACOSX` are skipped.
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
