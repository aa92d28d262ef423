import { existsSync } from 'node:fs';
import path from 'node:path';
import { isRecord, readJson } from '../../files/read-json.js';
import { readLines } from '../../files/read-lines.js';
import type { Preprocessing } from '../../images/preprocessing.js';
import { showValue } from '../../text/escape.js';
import type { InputRange } from '../input-range.js';

/** Class names and input range from a file next to a model. */
export interface Labels {
  readonly classNames?: readonly string[];
  /** Range of the model's inputs, if the tool that made it always uses the same range. */
  readonly inputRange?: InputRange;
  /** How photos are prepared for the model, if the tool that made it always prepares them in the same way. */
  readonly preprocessing?: Preprocessing;
  readonly file: string;
}

/** Lists of class names, one per line. Teachable Machine puts the class index first. */
const textFiles = ['labels.txt', 'class_names.txt', 'classes.txt'];

/**
 * Reads the class names from a file next to a model: Teachable Machine's `metadata.json`, or a list in `labels.txt`,
 * `class_names.txt` or `classes.txt`.
 *
 * @throws {Error} if the file cannot be read, is not a file, or has more than a megabyte.
 */
export async function labelsBeside(folder: string): Promise<Labels | undefined> {
  if (existsSync(path.join(folder, 'metadata.json'))) {
    const metadata = readJson(path.join(folder, 'metadata.json'), { length: 10_000 });
    if (isRecord(metadata) && isNames(metadata.labels)) {
      const fromTeachableMachine = String(metadata.packageName).startsWith('@teachablemachine/');
      return {
        classNames: metadata.labels,
        file: 'metadata.json',
        ...(fromTeachableMachine && ({ inputRange: '-1..1', preprocessing: 'crop' } as const)),
      };
    }
  }
  const file = textFiles.find((name) => existsSync(path.join(folder, name)));
  if (file === undefined) return undefined;
  const lines = await readLines(path.join(folder, file), 1_000_000);
  const names = lines.map((line) => line.trim()).filter((line) => line !== '');
  const areNumbered = names.every((name, index) => name.startsWith(`${index} `));
  return { classNames: areNumbered ? names.map((name) => name.replace(/^\d+ +/, '')) : names, file };
}

function isNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

/** @throws {RangeError} if the number of names is not the number of classes, or a name occurs twice. */
export function requireNameOfEach(
  { classNames = [], file }: Labels,
  classCount: number,
  doing: string,
): void {
  const twice = classNames.find((name, index) => classNames.indexOf(name) !== index);
  if (twice !== undefined)
    throw new RangeError(
      `${doing}: expected a name for each class in ${file} but found ${showValue(twice)} twice. Correct or remove that file.`,
    );
  if (classNames.length !== classCount)
    throw new RangeError(
      `${doing}: expected ${classCount} class names in ${file}, as the model has classes, but found ${classNames.length}. Correct or remove that file.`,
    );
}
