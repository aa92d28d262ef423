import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { splitValidation } from '../changes/split-validation.js';
import type { Dataset, LoadedDataset } from '../dataset.js';
import { checkClassCount, readClassNames } from './class-names.js';
import type { FolderOptions } from './load-folder.js';
import { type LabelledFile, readImages } from './read-images.js';

const imageExtension = /\.(png|jpe?g|webp|gif|avif|tiff?|svg)$/i;

/**
 * Loads a folder of images by class: `train/<class>` and `test/<class>`, or `<class>` alone.
 *
 * @param files Names of the files in the folder, among which may be one with the class names.
 * @param folders Names of the folders in it.
 * @throws {Error} If a class has no images, an image cannot be read, or sizes differ.
 */
export async function loadImageFolder(
  folder: string,
  files: readonly string[],
  folders: readonly string[],
  { imageShape, testShare = 0.2, seed = 1 }: FolderOptions,
): Promise<Pick<LoadedDataset, 'train' | 'test' | 'classNames'>> {
  const isSplit = folders.includes('train') && folders.includes('test');
  if (isSplit && folders.length > 2) {
    const others = folders.filter((name) => name !== 'train' && name !== 'test');
    throw new Error(`Cannot load ${folder}: beside train and test there is ${others.join(', ')}`);
  }
  const classFolders = isSplit ? await foldersIn(path.join(folder, 'train')) : folders;
  const classNames = await orderedNames(folder, files, classFolders);
  checkClassCount(folder, classNames.length);
  checkShape(imageShape);
  const read = async (parent: string, mayLack: boolean): Promise<Dataset> =>
    readImages(await labelledFiles(parent, classNames, mayLack), classNames, imageShape);
  if (!isSplit) {
    const all = await read(folder, false);
    const { train, validation } = splitValidation(all, { size: testShare, seed });
    return { train, test: validation, classNames };
  }
  const testFolder = path.join(folder, 'test');
  const unknown = (await foldersIn(testFolder)).filter((name) => !classNames.includes(name));
  if (unknown.length > 0) {
    throw new Error(`Cannot load ${testFolder}: there are no images to train on for ${unknown.join(', ')}`);
  }
  const train = await read(path.join(folder, 'train'), false);
  const test = await read(testFolder, true);
  if (test.rows !== train.rows || test.columns !== train.columns) {
    throw new RangeError(
      `Cannot use ${testFolder}: its images have ${test.rows} × ${test.columns} pixels, wanted ${train.rows} × ${train.columns} as for training; give imageShape to scale all images`,
    );
  }
  return { train, test, classNames };
}

function checkShape(shape: FolderOptions['imageShape']): void {
  if (shape && !shape.every((side) => Number.isInteger(side) && side > 0)) {
    throw new RangeError(`Cannot scale images to ${shape.join(' × ')} pixels, wanted integers above 0`);
  }
}

/** The class folders in the order of the file of class names, else by name with numbers as numbers. */
async function orderedNames(folder: string, files: readonly string[], folders: readonly string[]) {
  const byName = new Intl.Collator('en', { numeric: true });
  const sorted = folders.toSorted(byName.compare);
  const given = await readClassNames(folder, files);
  if (given && given.toSorted(byName.compare).join('\n') !== sorted.join('\n')) {
    throw new Error(
      `Cannot load ${folder}: its class names are ${given.join(', ')}, wanted those of its folders: ${sorted.join(', ')}`,
    );
  }
  return given ?? sorted;
}

async function labelledFiles(
  parent: string,
  classNames: readonly string[],
  mayLack: boolean,
): Promise<LabelledFile[]> {
  const present = await foldersIn(parent);
  const labelled: LabelledFile[] = [];
  for (const [label, name] of classNames.entries()) {
    const folder = path.join(parent, name);
    const names = present.includes(name) ? await readdir(folder) : [];
    const images = names.filter((file) => imageExtension.test(file) && !file.startsWith('.')).toSorted();
    if (images.length === 0 && !mayLack) {
      throw new Error(`Cannot load ${folder}: it holds no image (png, jpg, webp, gif, avif, tiff or svg)`);
    }
    labelled.push(...images.map((file) => ({ file: path.join(folder, file), label })));
  }
  if (labelled.length === 0) throw new Error(`Cannot load ${parent}: it holds no images in folders by class`);
  return labelled;
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name);
}
