/**
 * Executes the notebooks with their own parameters and writes them, outputs and all, to where git keeps them:
 * `npm run notebooks:update`.
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

/** A larger file would not be shown on the repository's page. */
const sizeLimit = 3e6;

async function update(lesson: Lesson): Promise<void> {
  const file = committed(lesson);
  const reporter = createReporter(lesson.notebook);
  const { notebook, problems } = await executeNotebook(file, built(lesson), {
    cellSeconds: 900,
    // The committed outputs are those of the notebook's own parameters.
    environment: { [parametersVariable]: '' },
    onCell: reporter.cell,
  });
  reporter.end('executed');
  // What the notebook is expected to show is what it shows now; git says what that changes.
  notebook.metadata.mnist_lab = {
    figures: figuresOf(notebook),
    tables: tablesOf(notebook),
    seconds: notebook.cells.map((_, at) => Math.round(reporter.seconds[at] ?? 0)),
    made_from: fingerprint(readNotebook(file)),
  };
  // What it showed before is no measure any more; all else still is.
  const wrong = problems.filter(({ kind }) => kind !== 'figure missing' && kind !== 'number of tables');
  if (wrong.length === 0) wrong.push(...checkNotebook(notebook));
  if (wrong.length > 0) {
    reporter.end('FAILED, left as it was');
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
