/**
 * Executes the notebooks with their own parameters and writes them, outputs and all, to where git keeps them:
 * `npm run notebooks:update`.
 *
 *     tsx scripts/update-notebooks.ts [--only mnist]
 */

import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parametersVariable } from '../lib/src/notebook/parameter-values.js';
import { checkNotebook } from './lessons/check.js';
import { fingerprint } from './lessons/drift.js';
import { executeNotebook } from './lessons/execute.js';
import { readNotebook, writeNotebook } from './lessons/notebook.js';
import { describeProblems } from './lessons/problem.js';
import { built, committed, type Lesson, lessons } from './lessons/project.js';
import { createReporter } from './lessons/reporter.js';
import { figuresOf, tablesOf } from './lessons/shown.js';
import { shrinkPictures } from './lessons/shrink-pictures.js';

const { values: given } = parseArgs({ options: { only: { type: 'string' } } });

/** A larger file would not be shown on the repository's page. */
const sizeLimit = 3e6;

async function update(lesson: Lesson): Promise<void> {
  const file = committed(lesson);
  const reporter = createReporter(lesson.file);
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
    process.stderr.write(`${describeProblems(lesson.file, wrong)}\n`);
    process.exitCode = 1;
    return;
  }
  await shrinkPictures(notebook);
  writeNotebook(file, notebook);
  const size = statSync(file).size;
  reporter.end(`written, ${(size / 1e6).toFixed(2)} MB`);
  if (size > sizeLimit) {
    process.stderr.write(`${lesson.file} is larger than ${sizeLimit / 1e6} MB: make its figures smaller.\n`);
    process.exitCode = 1;
  }
}

async function main(): Promise<void> {
  for (const lesson of lessons) if (!given.only || given.only === lesson.dataset) await update(lesson);
}

main();
