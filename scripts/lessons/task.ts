/** The notebooks of a headless run. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import { findLesson } from '../../lib/src/lessons/find-lesson.js';
import type { Lesson } from '../../lib/src/lessons/lesson.js';
import { lessons } from '../../lib/src/lessons/lessons.js';
import { parametersVariable, readParameters } from '../../lib/src/notebook/parameters.js';
import { parametersOf, shareValues } from './lesson-parameters.js';
import { readNotebook } from './notebook.js';
import { committed, requireParts } from './project.js';
import { UsageError } from './usage-error.cjs';

/** A notebook to execute. */
export interface Task {
  /** Path of the original notebook. */
  readonly source: string;
  /** Path of the executed notebook in the build folder. */
  readonly target: string;
  /** The lesson, if the notebook belongs to one. */
  readonly lesson?: Lesson;
  /** Values that override defaults of its parameters. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** Options of `npm start`. */
export interface StartOptions {
  readonly quick: boolean;
  /** Time limit per cell in seconds. */
  readonly cellSeconds: number;
  /** Names of lessons and paths of notebooks. All lessons if empty. */
  readonly notebooks: readonly string[];
}

/**
 * Parameters of `--quick`, which shows in about two minutes what the lessons do. Its networks are small, and
 * trained just long enough to beat the lesson's baselines.
 */
export const quickParameters = { epochs: 3, studyEpochs: 1, hiddenUnits: [64, 32] } as const;

/**
 * Selects the notebooks to execute and validates all options.
 *
 * @throws {UsageError} if a lesson or notebook does not exist, a lesson is incomplete, or the environment
 *   sets an unknown parameter or a value of the wrong type.
 */
export async function planTasks({ quick, notebooks }: StartOptions): Promise<Task[]> {
  const chosen = notebooks.length > 0 ? notebooks.map(taskOf) : lessons.map(ofLesson);
  const given = orUsage(() => readParameters(process.env[parametersVariable]));
  // Without values to assign, skip the search for parameters, which takes a second or two.
  if (!quick && Object.keys(given).length === 0) return chosen.map((task) => ({ ...task, values: {} }));
  const known = await Promise.all(chosen.map(({ source }) => parametersOf(readNotebook(source))));
  const shared = orUsage(() => shareValues(given, known));
  return chosen.map((task, at) => {
    const shortened = Object.entries(quick ? quickParameters : {}).filter(([name]) => name in known[at]!);
    return { ...task, values: { ...Object.fromEntries(shortened), ...shared[at] } };
  });
}

/** Reports invalid values as usage errors. */
function orUsage<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function taskOf(word: string): Omit<Task, 'values'> {
  return word.endsWith('.ipynb') ? ofNotebook(word) : ofLesson(orUsage(() => findLesson(word)));
}

function ofLesson(lesson: Lesson): Omit<Task, 'values'> {
  requireParts(lesson);
  return { source: committed(lesson), target: path.join('notebooks', lesson.notebook), lesson };
}

function ofNotebook(file: string): Omit<Task, 'values'> {
  if (!existsSync(file)) throw new UsageError(`Notebook ${file} not found.`);
  const { name, base } = path.parse(file);
  // Use a separate folder, which the next run replaces.
  return { source: path.resolve(file), target: path.join('notebooks', name, base) };
}
