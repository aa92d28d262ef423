// @ts-check
/** The lessons according to the compiled library. */

import fs from 'node:fs';
import { createRequire } from 'node:module';
import { inProject } from './project.mjs';

const require = createRequire(import.meta.url);
const folder = inProject('lib', 'dist', 'lessons');

/**
 * The lessons in the compiled library, or none if it has not been compiled. The library is reloaded at each
 * call, because setup may have compiled it again.
 *
 * @returns {readonly import('../lib/src/lessons/lesson.js').Lesson[]}
 */
export function compiledLessons() {
  for (const file of Object.keys(require.cache)) if (file.startsWith(folder)) delete require.cache[file];
  if (!fs.existsSync(`${folder}/lessons.js`)) return [];
  return require(`${folder}/lessons.js`).lessons;
}

/** Names of the lessons, for help texts. */
export const lessonNames = () =>
  compiledLessons()
    .map(({ name }) => name)
    .join(', ') || 'shown after setup';
