/** The project's `build` folder, regardless of the notebook's location. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Sequential } from '@tensorflow/tfjs-node';
import type { Evaluation } from '../evaluation/evaluation.js';
import { oneAtATime } from '../files/one-at-a-time.js';
import { foldersUpwards, makeFolder } from '../files/paths.js';
import { isRecord, readJson } from '../files/read-json.js';
import { writeWholeFile } from '../files/write-whole-file.js';
import type { Lesson } from '../lessons/lesson.js';
import type { History } from '../training/history.js';

const buildVariable = 'MNIST_LAB_BUILD';

/**
 * Absolute path of a file or folder under the project's `build` folder, whose parent folder is created. The
 * project is the nearest folder with a `package.json`, from the notebook's own folder upwards. The environment
 * variable `MNIST_LAB_BUILD` replaces the path of the `build` folder.
 *
 * @example
 * await saveModel(model, buildPath('models', 'digit'));
 */
export function buildPath(...segments: readonly string[]): string {
  const target = path.join(process.env[buildVariable] || path.join(projectFolder(), 'build'), ...segments);
  makeFolder(path.dirname(target));
  return target;
}

function projectFolder(): string {
  const here = process.cwd();
  const isProject = (folder: string) => existsSync(path.join(folder, 'package.json'));
  return [...foldersUpwards(here)].find(isProject) ?? here;
}

/** The results of a lesson in `build/results.json`. */
export interface LessonResult {
  /** Fraction of the test images classified correctly, 0 to 1. */
  readonly testAccuracy: number;
  /** Mean cross-entropy on the test images. */
  readonly testLoss: number;
  readonly trainSeconds: number;
  readonly epochs: number;
  /** Number of parameters, as `model.countParams()` counts them. */
  readonly parameters: number;
  readonly seed: number;
}

const resultFields = ['testAccuracy', 'testLoss', 'trainSeconds', 'epochs', 'parameters', 'seed'] as const;

/**
 * Saves results in `build/results.json`, next to those of other datasets. Several processes may do so
 * concurrently.
 *
 * @param name Name of the dataset, such as `'mnist'`.
 * @throws {RangeError} if a number is missing or not finite.
 * @throws {Error} if the file is not a JSON object or cannot be written. The file stays unchanged.
 *
 * @example
 * recordResults('my-digits', {
 *   testAccuracy: evaluation.accuracy,
 *   testLoss: evaluation.loss,
 *   trainSeconds: history.seconds,
 *   epochs: history.epochs.length,
 *   parameters: model.countParams(),
 *   seed: history.seed,
 * });
 */
export function recordResults(name: string, result: LessonResult): void {
  for (const field of resultFields) {
    if (!Number.isFinite(result[field])) {
      throw new RangeError(
        `Recording the results of "${name}": expected ${field} to be a finite number but found ${result[field]}.`,
      );
    }
  }
  const file = buildPath('results.json');
  const doing = `Recording the results of "${name}"`;
  const ordered = Object.fromEntries(resultFields.map((field) => [field, result[field]]));
  oneAtATime(path.dirname(file), doing, () => {
    const kept = existsSync(file) ? readResults(file, doing) : {};
    writeWholeFile(file, `${JSON.stringify({ ...kept, [name]: ordered }, null, 2)}\n`, doing);
  });
}

function readResults(file: string, doing: string): Record<string, LessonResult> {
  let results: unknown;
  try {
    results = readJson(file);
  } catch (cause) {
    throw new Error(`${doing}: "${file}" is not valid JSON. Delete it.`, {
      cause,
    });
  }
  if (!isRecord(results))
    throw new Error(`${doing}: expected "${file}" to be a JSON object but found another value. Delete it.`);
  return results as Record<string, LessonResult>;
}

/** The result of a lesson. The evaluation is on the test images. */
export interface FinishedLesson {
  readonly model: Sequential;
  readonly history: History;
  readonly evaluation: Evaluation;
}

/**
 * Saves the results of a lesson in `build/results.json`, under the name of its dataset.
 *
 * @example
 * recordLesson(digits, { model, history, evaluation });
 */
export function recordLesson(
  { dataset }: Pick<Lesson, 'dataset'>,
  { model, history, evaluation }: FinishedLesson,
): void {
  recordResults(dataset, {
    testAccuracy: evaluation.accuracy,
    testLoss: evaluation.loss,
    trainSeconds: Number(history.seconds.toFixed(1)),
    epochs: history.epochs.length,
    parameters: model.countParams(),
    seed: history.seed,
  });
}
