import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { DatasetFile, DatasetRole } from '../catalogue-entry.js';
import type { LoadedDataset } from '../dataset.js';
import { parseIdx } from '../idx.js';
import { readPart } from '../read-part.js';
import { checkClassCount, readClassNames } from './class-names.js';

/** How MNIST and its relatives name their files, with whatever before or behind it. */
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

/** Which of these files are named like idx files of a dataset, and what they hold. */
export function findIdxFiles(files: readonly string[]): { role: DatasetRole; name: string }[] {
  const roles = Object.keys(patterns) as DatasetRole[];
  return files.flatMap((name) =>
    roles.filter((role) => patterns[role].test(name)).map((role) => ({ role, name })),
  );
}

/**
 * Loads a folder of four idx files, plain or with `.gz` behind the name.
 *
 * @param files Names of the files in the folder.
 * @throws {Error} If a file is missing or there twice, cannot be read, or the files do not fit each other.
 */
export async function loadIdxFolder(
  folder: string,
  files: readonly string[],
): Promise<Pick<LoadedDataset, 'train' | 'test' | 'classNames'>> {
  const found = findIdxFiles(files);
  const read = async (role: DatasetRole) => {
    const names = found.filter((file) => file.role === role).map(({ name }) => name);
    if (names.length !== 1) {
      const what = names.length === 0 ? 'none' : names.join(' and ');
      throw new Error(`Cannot load ${folder}: found ${what} named ${usualNames[role]}, wanted one such file`);
    }
    const file = path.join(folder, names[0]!);
    const bytes = await readFile(file);
    return { file, bytes: file.endsWith('.gz') ? await unpack(bytes, file) : bytes };
  };
  const [trainImages, trainLabels, testImages, testLabels] = await Promise.all(
    (['trainImages', 'trainLabels', 'testImages', 'testLabels'] as const).map(read),
  );
  const classNames =
    (await readClassNames(folder, files)) ?? numbers([trainLabels!, testLabels!].map(largestLabel));
  checkClassCount(folder, classNames.length);
  const about = ({ file, bytes }: { file: string; bytes: Uint8Array }): DatasetFile => ({
    name: file,
    bytes: bytes.length,
  });
  const entry = {
    classNames,
    files: {
      trainImages: about(trainImages!),
      trainLabels: about(trainLabels!),
      testImages: about(testImages!),
      testLabels: about(testLabels!),
    },
  };
  const train = readPart(entry, 'train', trainImages!.bytes, trainLabels!.bytes);
  const test = readPart(entry, 'test', testImages!.bytes, testLabels!.bytes);
  if (train.rows !== test.rows || train.columns !== test.columns) {
    throw new RangeError(
      `Cannot use ${testImages!.file}: its images have ${test.rows} × ${test.columns} pixels, wanted ${train.rows} × ${train.columns} as for training`,
    );
  }
  return { train, test, classNames };
}

function largestLabel({ file, bytes }: { file: string; bytes: Uint8Array }): number {
  const { data } = parseIdx(bytes, { file, elementType: 'uint8', dimensions: 1 });
  return data.reduce((largest, label) => Math.max(largest, label), 0);
}

function numbers(largest: readonly number[]): string[] {
  return Array.from({ length: Math.max(...largest) + 1 }, (_, label) => `${label}`);
}

async function unpack(bytes: Uint8Array, file: string): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(bytes);
  } catch (error) {
    throw new Error(`Cannot read ${file}: unzipping it failed (${(error as Error).message})`, {
      cause: error,
    });
  }
}
