// @ts-check
/** Steps that run the library's own commands. */

import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import runModule from '#plain/run';
import stamps from '#plain/stamp';
import { compiledLessons } from '../lessons.mjs';
import { inProject } from '../project.mjs';

const command = inProject('lib', 'bin', 'mnist-lab.js');
const compiled = inProject('lib', 'dist', 'setup', 'setup-tensorflow.js');
const require = createRequire(import.meta.url);

/** Removes the title from the command's output, because it is already displayed. @param {string} line */
const withoutTitle = (line) => line.replace(/^[A-Z][\w -]*: /, '');

/**
 * @param {readonly string[]} words
 * @param {import('#jupyter/setup').Tools} tools
 */
function runCommand(words, { python, lock, signal, progress }) {
  return runModule.run(process.execPath, [command, ...words], {
    cwd: inProject(),
    env: { MNIST_LAB_PYTHON: python },
    lock,
    signal,
    onLine: (line) => progress(withoutTitle(line)),
  });
}

/** @returns {typeof import('../../lib/src/setup/setup-tensorflow.js')} */
const readSetup = () => require(compiled);

/** @type {import('#jupyter/setup').Step} */
export const tensorflow = {
  title: 'TensorFlow',

  get room() {
    try {
      return readSetup().roomNeeded(inProject());
    } catch {
      return 2.4e9; // Not compiled yet, so nothing is installed.
    }
  },

  isDone() {
    try {
      return readSetup().isTensorflowReady(inProject());
    } catch {
      return false; // Not compiled yet.
    }
  },

  async run(tools) {
    await runCommand(['setup'], tools);
    return 'works under Node';
  },
};

const datasetNames = () => compiledLessons().map(({ dataset }) => dataset);
const datasetStamp = inProject('.setup', 'datasets.json');
const datasetInputs = () => ({ given: process.env.MNIST_LAB_DATA ?? '', names: datasetNames() });

/** @param {string | null} folder */
function filesIn(folder) {
  if (!folder || !fs.existsSync(folder)) return [];
  const entries = fs.readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(folder, entry.name));
}

/** @type {import('#jupyter/setup').Step} */
export const datasets = {
  title: 'Datasets',
  room: 2e8,

  isDone() {
    const inputs = datasetInputs();
    // The names come from the compiled library: none means that it is not compiled yet.
    return inputs.names.length > 0 && stamps.stampFits(datasetStamp, inputs);
  },

  async run(tools) {
    const names = datasetNames();
    await runCommand(['datasets', 'download', ...names], tools);
    /** @type {{ datasets: { name: string, given: string | null, cache: string }[] }} */
    const { datasets } = JSON.parse(
      await runCommand(['datasets', 'path', '--json'], { ...tools, progress() {} }),
    );
    const made = datasets
      .filter(({ name }) => names.some((each) => each === name))
      .flatMap(({ given, cache }) => [...filesIn(given), ...filesIn(cache)]);
    stamps.writeStamp(datasetStamp, datasetInputs(), made);
    return `${names.join(', ')} verified`;
  },
};
