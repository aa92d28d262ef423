/**
 * Executes a lesson with several seeds, and checks the claims of its text against each run. Keeps the executed notebooks
 * in `build/seeds`. Run it after changes to a lesson's text or recipe.
 *
 *     npx tsx scripts/check-claims-over-seeds.ts LESSON [SEED …]
 */

import path from 'node:path';
import { findLesson } from '../lib/src/lessons/find-lesson.js';
import { parametersVariable } from '../lib/src/notebook/parameters.js';
import { checkClaims, claimsOf } from './lessons/claims/claim.js';
import { executeNotebook } from './lessons/execute.js';
import { isWarning } from './lessons/problem.js';
import { buildFolder, committed } from './lessons/project.js';

async function main(): Promise<void> {
  const [name = '', ...seeds] = process.argv.slice(2);
  const lesson = findLesson(name);
  const claims = await claimsOf(lesson);
  for (const seed of seeds.length > 0 ? seeds : ['1', '2', '3', '4', '5']) {
    const folder = path.join(buildFolder, 'seeds', seed);
    const { notebook, problems } = await executeNotebook(
      committed(lesson),
      path.join(folder, path.basename(lesson.notebook)),
      {
        cellSeconds: 900,
        environment: {
          MNIST_LAB_BUILD: folder,
          [parametersVariable]: JSON.stringify({ seed: Number(seed) }),
        },
      },
    );
    const wrong = [
      ...problems.filter((problem) => !isWarning(problem)).map(({ message }) => message),
      ...checkClaims(notebook, claims),
    ];
    process.stdout.write(`${name}, seed ${seed}: ${wrong.length === 0 ? 'all true' : wrong.join('\n  ')}\n`);
    if (wrong.length > 0) process.exitCode = 1;
  }
}

main();
