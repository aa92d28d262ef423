/**
 * Executes the committed notebooks with their own parameters and replaces them: `npm run notebooks:update`.
 *
 *     npm run notebooks:update -- [LESSON …]
 */

import { statSync } from 'node:fs';
import { findLesson } from '../lib/src/lessons/find-lesson.js';
import type { Lesson } from '../lib/src/lessons/lesson.js';
import { lessons } from '../lib/src/lessons/lessons.js';
import { parametersVariable } from '../lib/src/notebook/parameters.js';
import { checkNotebook } from './lessons/check.js';
import { fingerprint } from './lessons/drift.js';
import { executeNotebook } from './lessons/execute.js';
import { readNotebook, writeNotebook } from './lessons/notebook.js';
import { describeProblems } from './lessons/problem.js';
import { built, committed } from './lessons/project.js';
import { createReporter } from './lessons/reporter.js';
import { figuresOf, tablesOf } from './lessons/shown.js';
import { shrinkPictures } from './lessons/shrink-pictures.js';

/** Maximum size in bytes. Repository hosts do not render larger files. */
const sizeLimit = 3e6;

async function update(lesson: Lesson): Promise<void> {
  const file = committed(lesson);
  const reporter = createReporter(lesson.notebook);
  const { notebook, problems } = await executeNotebook(file, built(lesson), {
    cellSeconds: 900,
    // Committed outputs use the notebook's own parameters.
    environment: { [parametersVariable]: '' },
    onCell: reporter.cell,
  });
  reporter.end('executed');
  // The current figures and tables become the expected ones. Git shows the difference.
  notebook.metadata.mnist_lab = {
    figures: figuresOf(notebook),
    tables: tablesOf(notebook),
    // Keep tenths of a second: many cells take half a second, which adds up.
    seconds: notebook.cells.map((_, at) => Math.round(10 * (reporter.seconds[at] ?? 0)) / 10),
    made_from: fingerprint(readNotebook(file)),
  };
  // Ignore the previously expected figures and tables.
  const wrong = problems.filter(({ kind }) => kind !== 'figure missing' && kind !== 'number of tables');
  if (wrong.length === 0) wrong.push(...checkNotebook(notebook));
  if (wrong.length > 0) {
    reporter.end('FAILED, not changed');
    process.stderr.write(`${describeProblems(lesson.notebook, wrong)}\n`);
    process.exitCode = 1;
    return;
  }
  await shrinkPictures(notebook);
  writeNotebook(file, notebook);
  const size = statSync(file).size;
  reporter.end(`written, ${(size / 1e6).toFixed(2)} MB`);
  if (size > sizeLimit) {
    process.stderr.write(
      `${lesson.notebook} is larger than ${sizeLimit / 1e6} MB: make its figures smaller.\n`,
    );
    process.exitCode = 1;
  }
}

async function main(): Promise<void> {
  const names = process.argv.slice(2);
  for (const lesson of names.length > 0 ? names.map(findLesson) : lessons) await update(lesson);
}

main();
