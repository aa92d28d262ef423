/** Paths in the project. */

import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Lesson } from '../../lib/src/lessons/lesson.js';
import { UsageError } from './usage-error.cjs';

export const root = path.resolve(__dirname, '..', '..');
export const buildFolder = path.resolve(process.env.MNIST_LAB_BUILD || path.join(root, 'build'));
export const python = path.join(root, '.venv', 'bin', 'python');

/** The notebook in git. */
export const committed = ({ notebook }: Lesson) => path.join(root, 'notebooks', notebook);
/** The notebook written by the last headless run. */
export const built = ({ notebook }: Lesson) => path.join(buildFolder, 'notebooks', notebook);
/** The module with the claims of its text. */
export const claimsFile = ({ name }: Lesson) => path.join(root, 'scripts', 'lessons', 'claims', `${name}.ts`);

/** @throws {UsageError} if a lesson lacks its notebook or claims. The message names their paths. */
export function requireParts(lesson: Lesson): void {
  const parts = { notebook: committed(lesson), 'file of claims': claimsFile(lesson) };
  for (const [part, file] of Object.entries(parts))
    if (!existsSync(file))
      throw new UsageError(
        `The lesson "${lesson.name}" has no ${part}: expected ${path.relative(root, file)}.`,
      );
}
