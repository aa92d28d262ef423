// @ts-check
/** The lessons according to the compiled library. */

import fs from 'node:fs';
import { createRequire } from 'node:module';
import { inProject } from './project.mjs';

const require = createRequire(import.meta.url);
const folder = inProject('lib', 'dist', 'lessons');

/**
 * The lessons in the compiled library. None before it is compiled. They are reloaded each time, because setup
 * may have compiled it again.
 *
 * @returns {readonly import('../lib/src/lessons/lesson.js').Lesson[]}
 */
export function compiledLessons() {
  for (const file of Object.keys(require.cache)) if (file.startsWith(folder)) delete require.cache[file];
  if (!fs.existsSync(`${folder}/lessons.js`)) return [];
  return require(`${folder}/lessons.js`).lessons;
}

/** Their names, for help texts. */
export const lessonNames = () =>
  compiledLessons()
    .map(({ name }) => name)
    .join(', ') || 'shown after setup';
