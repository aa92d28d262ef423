import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { unsupportedReason } from '../../images/image-format.js';
import type { SkippedFile } from '../dataset.js';
import { checkClassCount, readClassNames } from './class-names.js';
import { findIdxFiles } from './load-idx-folder.js';
import type { LabelledFile } from './read-images.js';

const imageExtension = /\.(png|jpe?g|webp|gif|avif|tiff?|bmp|svg)$/i;

/** A part of a folder of pictures by class, with the files that are named like images. */
export interface PicturePart {
  /** `'all'` where the folder has no `train` and `test`. */
  readonly name: 'train' | 'test' | 'all';
  readonly folder: string;
  /** In the order of the classes, then by name. */
  readonly files: readonly LabelledFile[];
}

/** What lies in a folder of pictures by class; no file has been opened yet. */
export interface PictureFolder {
  readonly folder: string;
  /** By class index. */
  readonly classNames: readonly string[];
  readonly parts: readonly PicturePart[];
  /** Files that are not named like images. */
  readonly skipped: readonly SkippedFile[];
}

/**
 * Lists a folder of pictures by class: `train/<class>` and `test/<class>`, or `<class>` alone. What systems leave
 * there, such as `.DS_Store` and `__MACOSX`, is passed over.
 *
 * @throws {Error} if it is not clear what the classes are.
 */
export async function listPictureFolder(folder: string): Promise<PictureFolder> {
  const entries = (await readdir(folder, { withFileTypes: true })).filter(
    ({ name }) => !isLeftBySystem(name),
  );
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const isSplit = folders.includes('train') && folders.includes('test');
  const others = folders.filter((name) => name !== 'train' && name !== 'test');
  if (isSplit && others.length > 0) {
    throw new Error(
      `Loading ${folder}: expected the folders train and test alone but found ${others.join(', ')} beside them.`,
    );
  }
  const [train, test] = [path.join(folder, 'train'), path.join(folder, 'test')];
  const files = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  if (folders.length === 0 && findIdxFiles(files).length > 0)
    throw new Error(
      `Listing pictures in ${folder}: expected a folder for each class but found idx files, which are checked whenever they are loaded.`,
    );
  const classNames = await orderedNames(folder, files, isSplit ? await foldersIn(train) : folders);
  checkClassCount(folder, classNames.length);
  const skipped: SkippedFile[] = [];
  const part = async (name: PicturePart['name'], place: string): Promise<PicturePart> => ({
    name,
    folder: place,
    files: await labelledFiles(place, classNames, skipped),
  });
  if (!isSplit) return { folder, classNames, parts: [await part('all', folder)], skipped };
  const unknown = (await foldersIn(test)).filter((name) => !classNames.includes(name));
  if (unknown.length > 0) {
    throw new Error(
      `Loading ${test}: expected the classes that there are in train but found ${unknown.join(', ')}, too.`,
    );
  }
  return { folder, classNames, parts: [await part('train', train), await part('test', test)], skipped };
}

/** Names of the folders in a folder, without those that systems leave there. */
export async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && !isLeftBySystem(entry.name))
    .map(({ name }) => name);
}

/** The class folders in the order of the file of class names, else by name with numbers as numbers. */
async function orderedNames(folder: string, files: readonly string[], folders: readonly string[]) {
  const byName = new Intl.Collator('en', { numeric: true });
  const sorted = folders.toSorted(byName.compare);
  const given = await readClassNames(folder, files);
  if (given && given.toSorted(byName.compare).join('\n') !== sorted.join('\n')) {
    throw new Error(
      `Loading ${folder}: expected the class names to be those of its folders, ${sorted.join(', ')}, but found ${given.join(', ')}.`,
    );
  }
  return given ?? sorted;
}

async function labelledFiles(
  parent: string,
  classNames: readonly string[],
  skipped: SkippedFile[],
): Promise<LabelledFile[]> {
  const present = await foldersIn(parent);
  const labelled: LabelledFile[] = [];
  for (const [label, className] of classNames.entries()) {
    if (!present.includes(className)) continue;
    const folder = path.join(parent, className);
    const entries = await readdir(folder, { withFileTypes: true });
    const seen = entries.filter(({ name }) => !isLeftBySystem(name));
    for (const entry of seen.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) skipped.push({ file, kind: 'other', reason: nestedFolder });
      else if (imageExtension.test(entry.name)) labelled.push({ file, label });
      else skipped.push({ file, kind: 'other', reason: unsupportedReason(entry.name) });
    }
  }
  return labelled;
}

const nestedFolder = 'a folder; pictures are looked for in the class’s own folder only';

/** What operating systems put into folders and archives for themselves: macOS, Windows, and disks on a network. */
const systemNames = /^(\..*|__MACOSX|Thumbs\.db|ehthumbs(_vista)?\.db|desktop\.ini|Icon\r|@eaDir)$/i;

function isLeftBySystem(name: string): boolean {
  return systemNames.test(name);
}
