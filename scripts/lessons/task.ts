/** What a headless run is to execute. */

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

/** A notebook to be executed. */
export interface Task {
  /** The notebook as its author left it. */
  readonly source: string;
  /** Its path in the build folder. */
  readonly target: string;
  /** What it leaves, if it is a lesson. */
  readonly lesson?: Lesson;
  /** Values that take the place of its parameters' defaults. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** What `npm start` is asked for. */
export interface StartOptions {
  readonly quick: boolean;
  /** Time a cell may take. */
  readonly cellSeconds: number;
  /** Names of lessons and paths of notebooks; all lessons if there are none. */
  readonly notebooks: readonly string[];
}

/** For a run that shows in under a minute what a lesson does; its networks are small and hardly trained. */
export const quickParameters = { epochs: 1, studyEpochs: 1, hiddenUnits: [64, 32] } as const;

/**
 * The notebooks to be executed, with everything checked that can be wrong before they are.
 *
 * @throws {UsageError} if there is no such lesson or notebook, a lesson lacks a part, or the environment sets a parameter
 *   that none of them has, or one to a value of another type.
 */
export async function planTasks({ quick, notebooks }: StartOptions): Promise<Task[]> {
  const chosen = notebooks.length > 0 ? notebooks.map(taskOf) : lessons.map(ofLesson);
  const given = orUsage(() => readParameters(process.env[parametersVariable]));
  // Finding out what the notebooks know takes a second or two.
  if (!quick && Object.keys(given).length === 0) return chosen.map((task) => ({ ...task, values: {} }));
  const known = await Promise.all(chosen.map(({ source }) => parametersOf(readNotebook(source))));
  const shared = orUsage(() => shareValues(given, known));
  return chosen.map((task, at) => {
    const shortened = Object.entries(quick ? quickParameters : {}).filter(([name]) => name in known[at]!);
    return { ...task, values: { ...Object.fromEntries(shortened), ...shared[at] } };
  });
}

/** What is wrong with these values is wrong with what was asked for. */
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
  if (!existsSync(file)) throw new UsageError(`There is no notebook ${file}.`);
  const { name, base } = path.parse(file);
  // In a folder of its own, which the next run replaces as a whole.
  return { source: path.resolve(file), target: path.join('notebooks', name, base) };
}
