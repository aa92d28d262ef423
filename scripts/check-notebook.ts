/**
 * Says what is wrong with executed notebooks; ends with code 1 if something is.
 *
 *     tsx scripts/check-notebook.ts [--drift] [--without-pictures] notebook.ipynb …
 *
 * --drift             also whether source and outputs of committed notebooks still belong together
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
    process.stdout.write(`${file}: every cell ran, every output is there.\n`);
  }
}
