import path from 'node:path';
import type { DatasetRole } from '../catalogue-entry.js';
import { emptied, type LoadedDataset } from '../dataset.js';
import { readPart } from '../read-part.js';
import { checkClassCount, readClassNames } from './class-names.js';
import { type IdxFile, openIdxFile, readIdxFile } from './idx-file.js';

/** Patterns for the file names of MNIST and related datasets, with any prefix and suffix. */
const patterns: Readonly<Record<DatasetRole, RegExp>> = {
  trainImages: /(^|[-_.])train[-_.]images([-_.]|$)/,
  trainLabels: /(^|[-_.])train[-_.]labels([-_.]|$)/,
  testImages: /(^|[-_.])(t10k|test)[-_.]images([-_.]|$)/,
  testLabels: /(^|[-_.])(t10k|test)[-_.]labels([-_.]|$)/,
};

const usualNames: Readonly<Record<DatasetRole, string>> = {
  trainImages: 'like train-images-idx3-ubyte',
  trainLabels: 'like train-labels-idx1-ubyte',
  testImages: 'like t10k-images-idx3-ubyte or test-images-idx3-ubyte',
  testLabels: 'like t10k-labels-idx1-ubyte or test-labels-idx1-ubyte',
};

/** The files that are named like idx files of a dataset, and their role. */
export function findIdxFiles(files: readonly string[]): { role: DatasetRole; name: string }[] {
  const roles = Object.keys(patterns) as DatasetRole[];
  return files.flatMap((name) =>
    roles.filter((role) => patterns[role].test(name)).map((role) => ({ role, name })),
  );
}

/**
 * Loads a folder of four idx files, plain or with `.gz` appended to their names. Their headers are compared
 * before decompression, so that a small file cannot exhaust the memory.
 *
 * @param files Names of the files in the folder.
 * @param test With `false`, the test files are not needed, and `test` is empty.
 * @throws {Error} if a file is missing, occurs twice or cannot be read, or the files are inconsistent.
 */
export async function loadIdxFolder(
  folder: string,
  files: readonly string[],
  test: boolean,
): Promise<Pick<LoadedDataset, 'train' | 'test' | 'classNames'>> {
  const opened = {} as Record<DatasetRole, IdxFile>;
  for (const role of Object.keys(patterns) as DatasetRole[]) {
    if (!test && role.startsWith('test')) continue;
    const file = path.join(folder, onlyFile(folder, files, role));
    opened[role] = await openIdxFile(file, role.endsWith('Images') ? 3 : 1);
  }
  checkPart(opened.trainImages, opened.trainLabels);
  if (test) {
    checkPart(opened.testImages, opened.testLabels);
    checkSameSize(opened.trainImages, opened.testImages);
  }
  const trainLabels = await readIdxFile(opened.trainLabels);
  const testLabels = test ? await readIdxFile(opened.testLabels) : undefined;
  const classNames =
    (await readClassNames(folder, files)) ??
    numberedClasses([trainLabels, ...(testLabels ? [testLabels] : [])]);
  checkClassCount(folder, classNames.length);
  const entry = { classNames, files: opened };
  const train = readPart(entry, 'train', await readIdxFile(opened.trainImages), trainLabels);
  if (!testLabels) return { train, test: emptied(train), classNames };
  const tested = readPart(entry, 'test', await readIdxFile(opened.testImages), testLabels);
  return { train, test: tested, classNames };
}

function onlyFile(folder: string, files: readonly string[], wanted: DatasetRole): string {
  const all = findIdxFiles(files).flatMap(({ role, name }) => (role === wanted ? [name] : []));
  // Ignore a .gz file next to its unpacked file: torchvision keeps both.
  const names = all.filter((name) => !(name.endsWith('.gz') && all.includes(name.slice(0, -3))));
  if (names.length === 1) return names[0]!;
  const found = names.length === 0 ? 'none' : names.join(' and ');
  const advice =
    names.length === 0 && wanted.startsWith('test')
      ? ' Use --no-test (test: false in the library) to train without.'
      : '';
  throw new Error(
    `Loading ${folder}: expected one file named ${usualNames[wanted]} but found ${found}.${advice}`,
  );
}

function checkPart(images: IdxFile, labels: IdxFile): void {
  const [count, rows, columns] = images.header.shape as [number, number, number];
  if (count * rows * columns === 0) {
    throw new RangeError(
      `Loading ${images.name}: expected at least one image of one pixel but found ${count} of ${rows} × ${columns} pixels.`,
    );
  }
  if (labels.header.length !== count) {
    throw new RangeError(
      `Loading ${labels.name}: expected ${count} labels, as many as images in ${images.name}, but found ${labels.header.length}.`,
    );
  }
}

function checkSameSize(train: IdxFile, test: IdxFile): void {
  const [expected, found] = [train, test].map(({ header }) => header.shape.slice(1).join(' × '));
  if (expected === found) return;
  throw new RangeError(
    `Loading ${test.name}: expected images of ${expected} pixels, as for training, but found ${found}.`,
  );
}

/**
 * Names for the classes from 0 to the largest label in the given label files, whose headers have eight bytes.
 */
function numberedClasses(files: readonly Uint8Array[]): string[] {
  const largest = files.map((bytes) => bytes.subarray(8).reduce((most, label) => Math.max(most, label), 0));
  return Array.from({ length: Math.max(...largest) + 1 }, (_, label) => `${label}`);
}
