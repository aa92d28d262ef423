/**
 * Reports problems of executed notebooks. Exits with code 1 if there are any.
 *
 *     tsx scripts/check-notebook.ts [--drift] [--without-pictures] notebook.ipynb …
 *
 * --drift             also check that the outputs of committed notebooks match their source
 * --without-pictures  figures may lack their PNG
 */

import { parseArgs } from 'node:util';
import { lessons } from '../lib/src/lessons/lessons.js';
import { checkNotebook } from './lessons/check.js';
import { driftOf } from './lessons/drift.js';
import { readNotebook } from './lessons/notebook.js';
import { describeProblems } from './lessons/problem.js';
import { committed } from './lessons/project.js';

const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    drift: { type: 'boolean', default: false },
    'without-pictures': { type: 'boolean', default: false },
  },
});
const files = positionals.length > 0 ? positionals : lessons.map(committed);

for (const file of files) {
  const notebook = readNotebook(file);
  const problems = checkNotebook(notebook, { pictures: !given['without-pictures'] });
  if (given.drift) problems.push(...driftOf(notebook));
  if (problems.length > 0) {
    process.stderr.write(`${describeProblems(file, problems)}\n`);
    process.exitCode = 1;
  } else {
    process.stdout.write(`${file}: every cell ran and every output is present.\n`);
  }
}
