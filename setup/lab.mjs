// @ts-check
/** `npm run lab`: sets up the project, then starts JupyterLab, which opens one of the lessons. */

import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { compiledLessons, lessonNames } from './lessons.mjs';
import { inProject, root } from './project.mjs';
import { setUp } from './setup.mjs';

const usage = () => `Open a lesson in JupyterLab.

  npm run lab                      the first lesson
  npm run lab -- LESSON            one of ${lessonNames()}
  npm run lab -- [LESSON] OPTIONS  options of jupyter-lab, such as --no-browser
`;

/** @param {string[]} words */
async function main([first = '', ...others]) {
  if (first === '--help') {
    process.stdout.write(usage());
    return 0;
  }
  const isOption = first.startsWith('-') || first === '';
  const options = [...(isOption && first ? [first] : []), ...others];
  if (!(await setUp())) return 1;
  const lesson = compiledLessons().find(({ name }) => isOption || name === first);
  if (!lesson) {
    process.stderr.write(`\nUnknown lesson "${first}". Known: ${lessonNames()}.\n`);
    return 2;
  }
  // Lessons link to files of the project, so the project is the root folder.
  return runLab([
    `--ServerApp.root_dir=${root}`,
    `--LabApp.default_url=/lab/tree/notebooks/${lesson.notebook}`,
    // Disable JupyterLab's requests for news. Users' own settings take precedence.
    `--LabApp.app_settings_dir=${inProject('setup', 'jupyter')}`,
    ...options,
  ]);
}

/** @param {string[]} words @returns {Promise<number>} */
function runLab(words) {
  const lab = spawn(inProject('.venv', 'bin', 'jupyter-lab'), words, { cwd: root, stdio: 'inherit' });
  // The terminal sends Ctrl+C to both processes. JupyterLab asks for confirmation, and this process waits.
  process.on('SIGINT', () => {});
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP']))
    process.on(signal, () => lab.kill(signal));
  return new Promise((resolve, reject) => {
    lab.on('error', reject);
    lab.on('close', (code, signal) => resolve(signal ? 128 + constants.signals[signal] : (code ?? 1)));
  });
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    process.stderr.write(`\n${error.stack}\n`);
    process.exitCode = 1;
  },
);
