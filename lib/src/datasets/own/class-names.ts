import path from 'node:path';
import { isRecord, readJson } from '../../files/read-json.js';
import { readLines } from '../../files/read-lines.js';
import { showValue } from '../../text/escape.js';
import type { Dataset } from '../dataset.js';

const maximumClasses = 256;

const largestNameFile = 1_000_000;

/** Files next to a user's dataset with the names of its classes. */
export const classNameFiles: readonly string[] = ['class-names.txt', 'classes.json'];

/**
 * Reads the class names of a user's dataset: the lines of `class-names.txt`, or the array of strings in
 * `classes.json`.
 *
 * @param files Names of the files in the folder.
 * @returns The names, or `undefined` if there is no such file.
 * @throws {SyntaxError} if `classes.json` is not an array of strings.
 * @throws {Error} if the file cannot be read.
 * @throws {RangeError} if a name is empty or occurs twice.
 */
export async function readClassNames(
  folder: string,
  files: readonly string[],
): Promise<string[] | undefined> {
  const found = classNameFiles.find((name) => files.includes(name));
  return found ? readNames(path.join(folder, found)) : undefined;
}

/** The names in a file: the elements of a JSON array, or the lines of any other file. */
async function readNames(file: string): Promise<string[]> {
  const names = file.endsWith('.json')
    ? namesOf(file, readNameJson(file))
    : await readLines(file, largestNameFile);
  names.forEach((name, index) => {
    if (name.trim() === '')
      throw new RangeError(`Reading ${file}: expected a name for class ${index} but found an empty one.`);
    if (names.indexOf(name) !== index)
      throw new RangeError(`Reading ${file}: expected distinct names but found ${showValue(name)} twice.`);
  });
  return names;
}

/**
 * How the classes of a dataset map to those of a model: `'index'` if the dataset's names are the indices of
 * the model's classes, or the model's name for some or all of the dataset's names.
 */
export type ClassMapping = 'index' | Readonly<Record<string, string>>;

/**
 * Reads a mapping from a file: a JSON object from names of the dataset to names of the model, or the model's
 * names in the order of the dataset's classes, as a JSON array or as lines of text.
 *
 * @throws {Error} if the file cannot be read, has another format, or the wrong number of names.
 */
export async function readClassMapping(file: string, classNames: readonly string[]): Promise<ClassMapping> {
  const json = file.endsWith('.json') ? readNameJson(file) : undefined;
  if (isRecord(json)) {
    const wrong = Object.entries(json).find(([, name]) => typeof name !== 'string');
    if (wrong)
      throw new SyntaxError(
        `Reading ${file}: expected a name of the model for ${showValue(wrong[0])} but found ${showValue(wrong[1])}.`,
      );
    return json as Record<string, string>;
  }
  const names = await readNames(file);
  if (names.length !== classNames.length)
    throw new RangeError(
      `Reading ${file}: expected ${classNames.length} names, one for each class (${classNames.join(', ')}), but found ${names.length}.`,
    );
  return Object.fromEntries(classNames.map((name, index) => [name, names[index]!]));
}

/** Checks that labels, which are bytes, can represent this many classes. */
export function checkClassCount(folder: string, count: number): void {
  if (count > maximumClasses) {
    throw new RangeError(
      `Loading ${folder}: expected at most ${maximumClasses} classes, as labels are 8-bit numbers, but found ${count}.`,
    );
  }
}

function readNameJson(file: string): unknown {
  return readJson(file, { bytes: largestNameFile });
}

function namesOf(file: string, names: unknown): string[] {
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
    throw new SyntaxError(
      `Reading ${file}: expected an array of strings, one for each class, but found ${showValue(names)}.`,
    );
  }
  return names;
}

const digitWords = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/**
 * Relabels a dataset with the class indices of a model, matching classes by name. Case, spaces and
 * punctuation are ignored, `'three'` equals `'3'`, and either half of a name such as `'T-shirt/top'` matches.
 * A dataset may have only some of the model's classes.
 *
 * @param classNames The model's class names, by class index.
 * @param mapping For names that do not match automatically.
 * @returns The same images, with the model's labels and class names.
 * @throws {RangeError} if a class with images matches none of the model's.
 *
 * @example
 * const dataset = { images: new Uint8Array(2), labels: Uint8Array.of(0, 1), count: 2, rows: 1, columns: 1 };
 * const { labels } = matchClasses({ ...dataset, classNames: ['seven', 'Three'] }, [...'0123456789']);
 * console.log(labels); // Uint8Array(2) [ 7, 3 ]
 */
export function matchClasses(
  dataset: Dataset,
  classNames: readonly string[],
  mapping: ClassMapping = {},
): Dataset {
  const known = new Map<string, number>();
  for (const [index, name] of classNames.entries()) {
    for (const part of name.split('/')) known.set(plainName(part), index);
  }
  for (const [index, name] of classNames.entries()) known.set(plainName(name), index);
  const indices = dataset.classNames.map((name) => {
    if (mapping === 'index') return isIndexOf(name, classNames) ? Number(name) : undefined;
    return known.get(plainName(Object.hasOwn(mapping, name) ? mapping[name]! : name));
  });
  const unknown = dataset.classNames.filter(
    (_, index) => indices[index] === undefined && dataset.labels.includes(index),
  );
  if (unknown.length > 0) {
    const wanted =
      mapping === 'index'
        ? `numbers from 0 to ${classNames.length - 1}`
        : `the model's classes (${classNames.join(', ')})`;
    throw new RangeError(`Matching classes: expected ${wanted} but found ${unknown.join(', ')}.`);
  }
  return { ...dataset, labels: dataset.labels.map((label) => indices[label]!), classNames };
}

/** Whether a name is a class index, written without leading zeros. */
export function isIndexOf(name: string, classNames: readonly string[]): boolean {
  return /^(0|[1-9]\d*)$/.test(name) && Number(name) < classNames.length;
}

function plainName(name: string): string {
  const plain = name.toLowerCase().replaceAll(/[^\p{Letter}\p{Number}]/gu, '');
  const digit = digitWords.indexOf(plain);
  return digit < 0 ? plain : `${digit}`;
}
