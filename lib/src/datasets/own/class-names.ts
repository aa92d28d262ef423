import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { showValue } from '../../text/escape.js';
import { regularFileSize } from '../regular-file.js';

/** Labels are 8-bit numbers. */
const maximumClasses = 256;

/** Far more than so many names take. */
const largestNameFile = 1_000_000;

/**
 * Reads the class names beside a user's dataset: the lines of `class-names.txt`, or the array of strings in
 * `classes.json`.
 *
 * @param files Names of the files in the folder.
 * @returns The names; `undefined` if there is no such file.
 * @throws {SyntaxError} if `classes.json` is no array of strings.
 * @throws {Error} if it is no file that can be read.
 * @throws {RangeError} if a name is empty or stands twice.
 */
export async function readClassNames(
  folder: string,
  files: readonly string[],
): Promise<string[] | undefined> {
  const found = ['class-names.txt', 'classes.json'].find((name) => files.includes(name));
  if (!found) return undefined;
  const file = path.join(folder, found);
  await regularFileSize(file, largestNameFile);
  const text = (await readFile(file, 'utf8')).replace(/^\ufeff/, ''); // Some editors begin a file with it.
  const names = found.endsWith('.json') ? parseNames(text, file) : text.trimEnd().split(/\r?\n/);
  names.forEach((name, index) => {
    if (name.trim() === '')
      throw new RangeError(`Reading ${file}: expected a name for class ${index} but found an empty one.`);
    if (names.indexOf(name) !== index)
      throw new RangeError(`Reading ${file}: expected names that differ but found ${showValue(name)} twice.`);
  });
  return names;
}

/** Checks that labels can number so many classes. */
export function checkClassCount(folder: string, count: number): void {
  if (count > maximumClasses) {
    throw new RangeError(
      `Loading ${folder}: expected at most ${maximumClasses} classes, as labels are 8-bit numbers, but found ${count}.`,
    );
  }
}

function parseNames(text: string, file: string): string[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(
      `Reading ${file}: expected JSON but found an error in it (${(error as Error).message}).`,
      { cause: error },
    );
  }
  if (!Array.isArray(value) || !value.every((name) => typeof name === 'string')) {
    throw new SyntaxError(`Reading ${file}: expected an array of strings, one for each class.`);
  }
  return value;
}
