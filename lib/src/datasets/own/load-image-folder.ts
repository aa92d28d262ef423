import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { unsupportedReason } from '../../pictures/unsupported-format.js';
import { splitValidation } from '../changes/split-validation.js';
import type { LeftOutFile, LoadedDataset } from '../dataset.js';
import { checkClassCount, readClassNames } from './class-names.js';
import type { FolderOptions } from './folder-options.js';
import { howToScale, type LabelledFile, type ReadImages, readImages } from './read-images.js';

const imageExtension = /\.(png|jpe?g|webp|gif|avif|tiff?|bmp|svg)$/i;

/**
 * Loads a folder of images by class: `train/<class>` and `test/<class>`, or `<class>` alone.
 *
 * @param files Names of the files in the folder, among which may be one with the class names.
 * @param folders Names of the folders in it.
 * @returns The parts, with the files that were left out because they are no images or cannot be read.
 * @throws {Error} if a class has no images that can be read, or sizes differ.
 */
export async function loadImageFolder(
  folder: string,
  files: readonly string[],
  folders: readonly string[],
  { imageShape, testShare = 0.2, seed = 1, form }: FolderOptions,
): Promise<Omit<LoadedDataset, 'name' | 'title'>> {
  const isSplit = folders.includes('train') && folders.includes('test');
  if (isSplit && folders.length > 2) {
    const others = folders.filter((name) => name !== 'train' && name !== 'test');
    throw new Error(
      `Loading ${folder}: expected the folders train and test alone but found ${others.join(', ')} beside them.`,
    );
  }
  const classFolders = isSplit ? await foldersIn(path.join(folder, 'train')) : folders;
  const classNames = await orderedNames(folder, files, classFolders);
  checkClassCount(folder, classNames.length);
  checkShape(imageShape);
  const leftOut: LeftOutFile[] = [];
  const read = async (parent: string, mayLack: boolean): Promise<ReadImages> => {
    const labelled = await labelledFiles(parent, classNames, mayLack, leftOut);
    const found = await readImages(labelled, classNames, { shape: imageShape, form });
    leftOut.push(...found.leftOut);
    checkClasses(found, labelled, parent, classNames, mayLack);
    return found;
  };
  if (!isSplit) {
    const { dataset } = await read(folder, false);
    const size = testSize(folder, dataset.count, testShare);
    const { train, validation } = splitValidation(dataset, { size, seed });
    return { train, test: validation, classNames, leftOut, isSplitHere: true };
  }
  const testFolder = path.join(folder, 'test');
  const unknown = (await foldersIn(testFolder)).filter((name) => !classNames.includes(name));
  if (unknown.length > 0) {
    throw new Error(
      `Loading ${testFolder}: expected the classes that there are in train but found ${unknown.join(', ')}, too.`,
    );
  }
  const { dataset: train, sums } = await read(path.join(folder, 'train'), false);
  const { dataset: test, sums: testSums } = await read(testFolder, true);
  if (test.rows !== train.rows || test.columns !== train.columns) {
    throw new RangeError(
      `Loading ${testFolder}: expected images of ${train.rows} × ${train.columns} pixels, as for training, but found ${test.rows} × ${test.columns}. ${howToScale}`,
    );
  }
  const tested = new Set(testSums.values());
  const inBothParts = [...sums].filter(([, sum]) => tested.has(sum)).map(([file]) => file);
  return { train, test, classNames, leftOut, inBothParts };
}

/** A class of which no image can be read cannot be learned; the message says why that is. */
function checkClasses(
  { dataset, leftOut }: ReadImages,
  files: readonly LabelledFile[],
  parent: string,
  classNames: readonly string[],
  mayLack: boolean,
): void {
  const empty = classNames.findIndex((_, label) => !dataset.labels.includes(label));
  if (dataset.count > 0 && (mayLack || empty < 0)) return;
  const own = new Set(files.filter(({ label }) => label === empty).map(({ file }) => file));
  const why = leftOut.find(({ file }) => own.has(file)) ?? leftOut[0]!;
  throw new Error(
    `Loading ${path.join(parent, classNames[empty] ?? '')}: expected images that can be used but found none. The first is ${why.file}: ${why.reason}`,
  );
}

/** How many images to set aside: a share of few is one at least, and leaves one at least. */
function testSize(folder: string, count: number, testShare: number): number {
  if (count < 2) {
    throw new RangeError(
      `Loading ${folder}: expected at least two images, one to train on and one to test on, but found ${count}. Add some, or put images into folders train and test.`,
    );
  }
  const isShare = testShare > 0 && testShare < 1;
  return isShare ? Math.min(count - 1, Math.max(1, Math.round(testShare * count))) : testShare;
}

function checkShape(shape: FolderOptions['imageShape']): void {
  if (shape && !shape.every((side) => Number.isInteger(side) && side > 0)) {
    throw new RangeError(
      `Loading images: expected the rows and columns of imageShape to be integers above 0 but found ${shape.join(' × ')}.`,
    );
  }
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
  mayLack: boolean,
  leftOut: LeftOutFile[],
): Promise<LabelledFile[]> {
  const present = await foldersIn(parent);
  const labelled: LabelledFile[] = [];
  for (const [label, name] of classNames.entries()) {
    const folder = path.join(parent, name);
    const names = present.includes(name) ? await readdir(folder) : [];
    const seen = names.filter((file) => !file.startsWith('.')).toSorted();
    const images = seen.filter((file) => imageExtension.test(file));
    for (const file of seen) {
      if (images.includes(file)) continue;
      leftOut.push({ file: path.join(folder, file), reason: unsupportedReason(file) });
    }
    if (images.length === 0 && !mayLack) {
      throw new Error(
        `Loading ${folder}: expected images (png, jpg, webp, gif, avif, tiff, bmp or svg) but found none.`,
      );
    }
    labelled.push(...images.map((file) => ({ file: path.join(folder, file), label })));
  }
  if (labelled.length === 0)
    throw new Error(`Loading ${parent}: expected images in folders by class but found none.`);
  return labelled;
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name);
}
