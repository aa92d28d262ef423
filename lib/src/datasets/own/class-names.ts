import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** Labels are 8-bit numbers. */
const maximumClasses = 256;

/**
 * Reads the class names beside a user's dataset: the lines of `class-names.txt`, or the array of strings in
 * `classes.json`.
 *
 * @param files Names of the files in the folder.
 * @returns The names; `undefined` if there is no such file.
 * @throws {SyntaxError} If `classes.json` is no array of strings.
 * @throws {RangeError} If a name is empty or stands twice.
 */
export async function readClassNames(
  folder: string,
  files: readonly string[],
): Promise<string[] | undefined> {
  const found = ['class-names.txt', 'classes.json'].find((name) => files.includes(name));
  if (!found) return undefined;
  const file = path.join(folder, found);
  const text = await readFile(file, 'utf8');
  const names = found.endsWith('.json') ? parseNames(text, file) : text.trimEnd().split(/\r?\n/);
  names.forEach((name, index) => {
    if (name.trim() === '') throw new RangeError(`Cannot use ${file}: the name of class ${index} is empty`);
    if (names.indexOf(name) !== index)
      throw new RangeError(`Cannot use ${file}: "${name}" stands there twice`);
  });
  return names;
}

/** Checks that labels can number so many classes. */
export function checkClassCount(folder: string, count: number): void {
  if (count > maximumClasses) {
    throw new RangeError(
      `Cannot use ${folder}: it has ${count} classes, wanted at most ${maximumClasses}, as labels are 8-bit numbers`,
    );
  }
}

function parseNames(text: string, file: string): string[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(`Cannot use ${file}: ${(error as Error).message}`, { cause: error });
  }
  if (!Array.isArray(value) || !value.every((name) => typeof name === 'string')) {
    throw new SyntaxError(`Cannot use ${file}: wanted an array of strings, one for each class`);
  }
  return value;
}
