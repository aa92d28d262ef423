import path from 'node:path';
import type { PixelFormat } from '../../images/image-size.js';
import type { Preprocessing } from '../../images/preprocessing.js';
import { type Dataset, emptied, type LoadedDataset, type SkippedFile } from '../dataset.js';
import type { OwnFolder } from './own-data.js';
import { listPictureFolder, type PicturePart } from './picture-folder.js';
import { howToScale, type ReadImages, readImages } from './read-images.js';
import { setTestAside } from './set-test-aside.js';

/** How a user's folder is read. Most options apply to image files only. */
export interface FolderOptions {
  /**
   * Height and width of the resulting images in pixels. `'resize'` ignores the proportions of the image files.
   * Defaults to their own size, which must be the same for all.
   */
  readonly imageShape?: readonly [rows: number, columns: number];
  /** 3 reads colours, for `evaluate` with a colour model. Requires `imageShape`. Defaults to 1: grey. */
  readonly channels?: 1 | 3;
  /**
   * Size of the test set that is split off if the folder has none: a fraction, or a number of images. The
   * split is stratified. Defaults to 0.2.
   */
  readonly testSize?: number;
  /**
   * How image files are preprocessed. `'mnist'` and `'fashion-mnist'` produce 28 × 28 pixels unless
   * `imageShape` is given. Defaults to `'resize'`: converted to grey, and scaled if `imageShape` is given.
   */
  readonly preprocessing?: Preprocessing;
  /**
   * Whether to skip image files that cannot be decoded. They are listed in `skipped`. With `false`, they
   * cause an error. Defaults to `true`.
   */
  readonly skipBroken?: boolean;
  /** Seed of the split, any safe integer. Defaults to 1. */
  readonly seed?: number;
}

/**
 * Loads a folder of images by class: `train/<class>`, `validation/<class>` and `test/<class>`, or `<class>` alone.
 *
 * @param test With `false`, the test set is not read, and `test` is empty.
 * @returns The splits, and the files that were skipped because they are not images or cannot be read.
 * @throws {Error} if a class has no usable training images, sizes differ, or, without `skipBroken`, a file is
 *   broken.
 */
export async function loadImageFolder(
  own: OwnFolder,
  { imageShape, channels, testSize, seed, preprocessing, skipBroken = true }: FolderOptions,
  test: boolean,
): Promise<Omit<LoadedDataset, 'name' | 'title'>> {
  const { classNames, untrained, parts: all, skipped: otherFiles } = await listPictureFolder(own);
  const { folder } = own;
  const parts = all.filter(({ name }) => test || name !== 'test');
  if (untrained.length > 0)
    throw new Error(
      `Loading ${all.at(-1)!.folder}: expected only classes of ${all[0]!.name} but also found ${untrained.join(', ')}.`,
    );
  const size = sizeOf(imageShape, channels);
  for (const part of parts) checkFiles(part, classNames);
  const skipped = [...otherFiles];
  const found: ReadImages[] = [];
  for (const { files } of parts) {
    const read = await readImages(files, classNames, { size, preprocessing });
    skipped.push(...read.skipped);
    found.push(read);
  }
  if (!skipBroken) refuseBroken(folder, skipped);
  parts.forEach((part, at) => {
    checkClasses(found[at]!, part, classNames);
    checkSameSize(found[0]!.dataset, found[at]!.dataset, part.folder);
  });
  const part = (wanted: PicturePart['name']) =>
    found[parts.findIndex(({ name }) => name === wanted)]?.dataset;
  const first = found[0]!.dataset;
  const read = { classNames, skipped, validation: part('validation'), inBothSplits: inSeveralParts(found) };
  if (all.at(-1)!.name === 'test') return { ...read, train: first, test: part('test') ?? emptied(first) };
  return { ...read, ...setTestAside(folder, first, { testSize, seed }), isSplitHere: true };
}

/** Files that occur again, byte for byte, in a later split. */
function inSeveralParts(found: readonly ReadImages[]): string[] {
  return found.flatMap(({ sums }, at) => {
    const later = new Set(found.slice(at + 1).flatMap((part) => [...part.sums.values()]));
    return [...sums].filter(([, sum]) => later.has(sum)).map(([file]) => file);
  });
}

function checkSameSize(train: Dataset, { rows, columns }: Dataset, folder: string): void {
  if (rows === train.rows && columns === train.columns) return;
  throw new RangeError(
    `Loading ${folder}: expected images of ${train.rows} × ${train.columns} pixels, as for training, but found ${rows} × ${columns}. ${howToScale}`,
  );
}

/** Throws an error that lists all broken files, so that the user can fix them together. */
function refuseBroken(folder: string, skipped: readonly SkippedFile[]): void {
  const broken = skipped.filter(({ kind }) => kind === 'broken');
  if (broken.length === 0) return;
  const list = broken.map(({ file, reason }) => `  ${file}: ${reason}`).join('\n');
  throw new Error(
    `Loading ${folder}: expected readable image files but found ${broken.length} that cannot be read:\n${list}\nReplace or delete them, or skip them (skipBroken in the library, --skip-broken on the command line).`,
  );
}

/** Rejects a class without training images. The other splits may lack some classes, but not all. */
function checkFiles({ name, folder, files }: PicturePart, classNames: readonly string[]): void {
  const empty = classNames.findIndex((_, at) => !files.some(({ label }) => label === at));
  if (empty >= 0 && isTrained(name)) {
    throw new Error(
      `Loading ${path.join(folder, classNames[empty]!)}: expected images (png, jpg, webp, gif, avif, tiff, bmp or svg) but found none.`,
    );
  }
  if (files.length === 0)
    throw new Error(`Loading ${folder}: expected images in folders by class but found none.`);
}

const isTrained = (name: PicturePart['name']) => name === 'train' || name === 'all';

/** Rejects a class without usable training images, and a split without any. The message gives a reason. */
function checkClasses(
  { dataset, skipped }: ReadImages,
  { name, folder, files }: PicturePart,
  classNames: readonly string[],
): void {
  const empty = classNames.findIndex((_, label) => !dataset.labels.includes(label));
  if (dataset.count > 0 && (!isTrained(name) || empty < 0)) return;
  const own = new Set(files.filter(({ label }) => label === empty).map(({ file }) => file));
  const why = skipped.find(({ file }) => own.has(file)) ?? skipped[0]!;
  throw new Error(
    `Loading ${path.join(folder, classNames[empty] ?? '')}: expected usable images but found none. The first is ${why.file}: ${why.reason}`,
  );
}

function sizeOf(
  shape: FolderOptions['imageShape'],
  channels: FolderOptions['channels'],
): PixelFormat | undefined {
  if (!shape) return undefined;
  if (!shape.every((side) => Number.isInteger(side) && side > 0)) {
    throw new RangeError(
      `Loading images: expected the rows and columns of imageShape to be integers above 0 but found ${shape.join(' × ')}.`,
    );
  }
  return { rows: shape[0], columns: shape[1], ...(channels === 3 ? { channels } : {}) };
}
