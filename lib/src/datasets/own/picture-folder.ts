import { open } from 'node:fs/promises';
import path from 'node:path';
import { regularFileSize } from '../../files/paths.js';
import { looksLikeImage, unsupportedReason } from '../../images/image-format.js';
import { listOf } from '../../text/format.js';
import type { SkippedFile } from '../dataset.js';
import { checkClassCount, readClassNames } from './class-names.js';
import { findParts, type PartName, wantedPartNames } from './folder-parts.js';
import { enterOnlyFolder, type FolderEntry, isImageName, listFolder, type OwnFolder } from './own-data.js';
import type { LabelledFile } from './read-images.js';

/** A split of a folder of images by class, with its image files. */
export interface PicturePart {
  /** Name of the split, or `'all'` if the folder has no splits. */
  readonly name: PartName | 'all';
  readonly folder: string;
  /** Image files, in the order of the classes, then by name. */
  readonly files: readonly LabelledFile[];
}

/** The contents of a folder of images by class. */
export interface PictureFolder {
  readonly folder: string;
  /** Names of the classes, by class index. Classes without a training folder are last. */
  readonly classNames: readonly string[];
  /** Classes in other splits that have no training folder. */
  readonly untrained: readonly string[];
  /** The splits, the training split first. */
  readonly parts: readonly PicturePart[];
  /** Files that are not images, and folders inside the classes' folders. */
  readonly skipped: readonly SkippedFile[];
}

/**
 * Lists a folder of images by class: `train/<class>`, `validation/<class>` and `test/<class>`, or `<class>`
 * alone. Symbolic links are followed.
 *
 * @throws {Error} if the classes are ambiguous, or a link is broken or leads into a loop.
 */
export async function listPictureFolder({ folder, entries, files }: OwnFolder): Promise<PictureFolder> {
  const folders = foldersOf(folder, entries);
  const split = findParts(folder, folders);
  if (!split) await refuseNestedParts(folder, folders);
  const places = await Promise.all(
    Object.entries(split ?? { all: folder }).map(async ([name, place]) => {
      const entered = split ? await enterOnlyFolder(place) : { folder, entries };
      const classes = foldersOf(entered.folder, entered.entries);
      return { name: name as PicturePart['name'], folder: entered.folder, classes };
    }),
  );
  const trained = await orderedNames(folder, files, places[0]!.classes);
  const untrained = [...new Set(places.flatMap(({ classes }) => classes))]
    .filter((name) => !trained.includes(name))
    .sort(byName.compare);
  const classNames = [...trained, ...untrained];
  checkClassCount(folder, classNames.length);
  const skipped: SkippedFile[] = [];
  const parts: PicturePart[] = [];
  for (const { name, folder: place, classes } of places)
    parts.push({ name, folder: place, files: await labelledFiles(place, classes, classNames, skipped) });
  return { folder, classNames, untrained, parts, skipped };
}

/** Names of the folders. @throws {Error} if there is a broken link, because it may have been a folder. */
function foldersOf(folder: string, entries: readonly FolderEntry[]): string[] {
  const dead = entries.find(({ kind }) => kind === 'deadLink');
  if (dead)
    throw new Error(
      `Loading ${folder}: expected ${dead.name} to be a folder but found a broken link. Restore its target, or delete it.`,
    );
  return entries.filter(({ kind }) => kind === 'folder').map(({ name }) => name);
}

/** Rejects several folders that all contain only folders: they are probably splits with unknown names. */
async function refuseNestedParts(folder: string, folders: readonly string[]): Promise<void> {
  if (folders.length < 2) return;
  for (const name of folders) {
    const entries = await listFolder(path.join(folder, name));
    if (entries.length === 0 || entries.some(({ kind }) => kind !== 'folder')) return;
  }
  throw new Error(
    `Loading ${folder}: expected folders of images but found folders of folders, ${listOf(folders)}. ` +
      `If they are splits, rename them: ${wantedPartNames}. If one of them is the dataset, pass that one.`,
  );
}

const byName = new Intl.Collator('en', { numeric: true });

/**
 * The class folders in the order of `class-names.txt` or `classes.json`, otherwise by name, with numeric
 * names in numeric order.
 *
 * @throws {Error} if the names in the file are not those of the folders.
 */
async function orderedNames(folder: string, files: readonly string[], folders: readonly string[]) {
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
  present: readonly string[],
  classNames: readonly string[],
  skipped: SkippedFile[],
): Promise<LabelledFile[]> {
  const labelled: LabelledFile[] = [];
  for (const [label, className] of classNames.entries()) {
    if (!present.includes(className)) continue;
    const folder = path.join(parent, className);
    for (const { name, kind } of await listFolder(folder)) {
      const file = path.join(folder, name);
      if (kind === 'folder') skipped.push({ file, kind: 'other', reason: nestedFolder });
      else if (isImageName(name) || (path.extname(name) === '' && (await beginsLikeImage(file))))
        labelled.push({ file, label });
      else skipped.push({ file, kind: 'other', reason: unsupportedReason(name) });
    }
  }
  return labelled;
}

const nestedFolder = 'a folder: only images directly in the class’s folder are used';

/**
 * Checks a file without an extension by its first bytes. An unreadable file counts as an image, so that
 * reading it reports the reason.
 */
async function beginsLikeImage(file: string): Promise<boolean> {
  try {
    await regularFileSize(file, Number.POSITIVE_INFINITY);
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(256), 0, 256, 0);
      return looksLikeImage(buffer.subarray(0, bytesRead));
    } finally {
      await handle.close();
    }
  } catch {
    return true;
  }
}
