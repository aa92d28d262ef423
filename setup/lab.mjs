// @ts-check
/** `npm run lab`: sets up the project, then starts JupyterLab, which opens a lesson or another notebook. */

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { compiledLessons, lessonNames } from './lessons.mjs';
import { inProject, root } from './project.mjs';
import { setUp } from './setup.mjs';

const usage = () => `Open a lesson or another notebook in JupyterLab.

  npm run lab                      the first lesson
  npm run lab -- LESSON            one of ${lessonNames()}
  npm run lab -- NOTEBOOK          an .ipynb file in this folder
  npm run lab -- … OPTIONS         options of jupyter-lab, such as --no-browser
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
  const notebook = first.endsWith('.ipynb')
    ? path.relative(root, first)
    : lessonNotebook(isOption ? '' : first);
  if (notebook === undefined) {
    process.stderr.write(`\nUnknown lesson "${first}". Known: ${lessonNames()}.\n`);
    return 2;
  }
  if (notebook.startsWith('..') || !existsSync(inProject(notebook))) {
    process.stderr.write(`\nNotebook "${first}" not found in ${root}.\n`);
    return 2;
  }
  // Lessons link to files of the project, so the project is the root folder.
  return runLab([
    `--ServerApp.root_dir=${root}`,
    `--LabApp.default_url=/lab/tree/${notebook}`,
    // Disable JupyterLab's requests for news. Users' own settings take precedence.
    `--LabApp.app_settings_dir=${inProject('setup', 'jupyter')}`,
    ...options,
  ]);
}

/** The notebook of a lesson, by default of the first lesson. @param {string} wanted */
function lessonNotebook(wanted) {
  const lesson = compiledLessons().find(({ name }) => wanted === '' || name === wanted);
  return lesson && path.join('notebooks', lesson.notebook);
}

/** @param {string[]} words @returns {Promise<number>} */
function runLab(words) {
  const lab = spawn(inProject('.venv', 'bin', 'jupyter-lab'), words, { cwd: root, stdio: 'inherit' });
  // The terminal sends Ctrl+C to both processes. JupyterLab asks for confirmation, so this process ignores the signal
  // and waits.
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
