/** Where a notebook leaves what it makes: the project's `build` folder, wherever the notebook itself lies. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Sequential } from '@tensorflow/tfjs-node';
import type { Evaluation } from '../evaluation/evaluation.js';
import { oneAtATime } from '../files/one-at-a-time.js';
import { foldersUpwards, makeFolder } from '../files/paths.js';
import { isRecord, readJson } from '../files/read-json.js';
import { writeWholeFileSync } from '../files/write-whole-file.js';
import type { Lesson } from '../lessons/lesson.js';
import type { History } from '../training/history.js';

/** Name of the environment variable that names another folder than `build`. */
const buildVariable = 'MNIST_LAB_BUILD';

/**
 * Absolute path of a file or folder under the project's `build` folder: the one of the nearest folder above the
 * notebook with a `package.json`, or the one that the environment variable `MNIST_LAB_BUILD` names. The folder it
 * lies in is made.
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

/** What a lesson came to, as kept in `build/results.json`. */
export interface LessonResult {
  /** Part of the test images classified right, 0 to 1. */
  readonly testAccuracy: number;
  /** Mean cross-entropy on the test images. */
  readonly testLoss: number;
  /** Time that training took. */
  readonly trainSeconds: number;
  /** Epochs that were trained. */
  readonly epochs: number;
  /** Trainable numbers in the network. */
  readonly parameters: number;
  readonly seed: number;
}

const resultFields = ['testAccuracy', 'testLoss', 'trainSeconds', 'epochs', 'parameters', 'seed'] as const;

/**
 * Keeps what a lesson came to in `build/results.json`, beside those of other datasets. Of several processes that do so
 * at once none loses what another keeps.
 *
 * @param name Dataset it is about, such as `'mnist'`.
 * @throws {RangeError} if a figure is missing or not finite.
 * @throws {Error} if the file holds no JSON object or cannot be written; it is as it was before.
 *
 * @example
 * ```ts
 * recordResults('my-digits', {
 *   testAccuracy: evaluation.accuracy,
 *   testLoss: evaluation.loss,
 *   trainSeconds: history.seconds,
 *   epochs: history.epochs.length,
 *   parameters: model.countParams(),
 *   seed: history.seed,
 * });
 * ```
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
    writeWholeFileSync(file, `${JSON.stringify({ ...kept, [name]: ordered }, null, 2)}\n`, doing);
  });
}

function readResults(file: string, doing: string): Record<string, LessonResult> {
  let results: unknown;
  try {
    results = readJson(file);
  } catch (cause) {
    throw new Error(`${doing}: expected "${file}" to hold JSON but it cannot be read as such. Delete it.`, {
      cause,
    });
  }
  if (!isRecord(results))
    throw new Error(`${doing}: expected "${file}" to hold a JSON object but found another value. Delete it.`);
  return results as Record<string, LessonResult>;
}

/** What a lesson has at its end. */
export interface FinishedLesson {
  readonly model: Sequential;
  readonly history: History;
  /** On the test images. */
  readonly evaluation: Evaluation;
}

/**
 * Keeps the results of a lesson in `build/results.json`, under the name of its dataset.
 *
 * @example
 * ```ts
 * recordLesson(digits, { model, history, evaluation });
 * ```
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
