// @ts-check
/** The lessons, as the library lists them. */

import fs from 'node:fs';
import { createRequire } from 'node:module';
import { inProject } from './project.mjs';

const require = createRequire(import.meta.url);
const folder = inProject('lib', 'dist', 'lessons');

/**
 * The lessons that were compiled last; none before the library is compiled. They are read again each time, as the set-up
 * may have compiled others meanwhile.
 *
 * @returns {readonly import('../lib/src/lessons/lesson.js').Lesson[]}
 */
export function compiledLessons() {
  for (const file of Object.keys(require.cache)) if (file.startsWith(folder)) delete require.cache[file];
  if (!fs.existsSync(`${folder}/lessons.js`)) return [];
  return require(`${folder}/lessons.js`).lessons;
}

/** Their names, for a help page. */
export const lessonNames = () =>
  compiledLessons()
    .map(({ name }) => name)
    .join(', ') || 'shown after setup';
