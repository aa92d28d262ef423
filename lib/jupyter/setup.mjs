// @ts-check
/**
 * Prepares a project for notebooks: creates a virtual environment with JupyterLab and installs the kernel.
 * These are steps of `npm run setup` in the clone, and all of `mnist-lab setup --notebooks` elsewhere.
 */

import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import locks from '#plain/lock';
import packages from '#plain/python-packages';
import requirements from '#plain/requirements';
import runModule from '#plain/run';
import stamps from '#plain/stamp';
import { projectAt } from './project.mjs';

/**
 * @typedef {import('./project.mjs').Project} Project
 *
 * @typedef {object} Tools passed to each step
 * @property {string} python a Python with venv
 * @property {number} lock the lock's descriptor, for child processes
 * @property {AbortSignal} signal aborted when another step has failed, or the user interrupts
 * @property {(text: string) => void} progress reports the progress of the step
 *
 * @typedef {object} Step
 * @property {string} title
 * @property {number} room disk space that it needs, in bytes
 * @property {() => boolean} isDone whether its result exists, is complete and up to date. Fast, because it is
 *   checked at every start
 * @property {(tools: Tools) => Promise<string>} run runs the step, tests the result and writes its stamp (see
 *   `stamp.cjs`)
 */

const here = path.dirname(fileURLToPath(import.meta.url));

/**
 * The step that creates `.venv` with JupyterLab, nbconvert and plotly.
 *
 * @param {Project} project
 * @returns {Step}
 */
export function pythonStep({ inProject, venvPython, workFolder }) {
  const place = inProject('.venv');
  const stamp = path.join(place, 'mnist-lab.json');
  const list = path.join(here, 'requirements.txt');
  // A virtual environment contains its own path, so a project that has been moved needs a new one.
  const inputs = () => ({ requirements: fs.readFileSync(list, 'utf8'), place });
  /**
   * Files without which the environment is incomplete: programs, and the JupyterLab extension that draws
   * Plotly figures.
   */
  const essentials = () => [
    venvPython,
    ...['jupyter', 'jupyter-lab', 'jupyter-nbconvert'].map((name) => path.join(place, 'bin', name)),
    path.join(place, 'share', 'jupyter', 'labextensions', 'jupyterlab-plotly', 'package.json'),
  ];
  return {
    title: 'Jupyter',
    room: 0.5e9,
    isDone: () => stamps.stampFits(stamp, inputs()),
    async run({ python, lock, signal, progress }) {
      const temporary = path.join(workFolder, 'pip');
      await packages.installPackages(place, list, { python, temporary, lock, signal, progress });
      progress('testing JupyterLab and nbconvert');
      const version = await runModule.run(venvPython, ['-m', 'jupyterlab', '--version'], { lock, signal });
      await runModule.run(venvPython, ['-c', 'import nbconvert, nbclient, plotly'], { lock, signal });
      stamps.writeStamp(stamp, inputs(), [...essentials(), ...packages.installedRecords(place)]);
      return `JupyterLab ${version.trim()} is in .venv`;
    },
  };
}

/**
 * The step that registers the kernel with Jupyter, and the extension for charts with JupyterLab. It does not use
 * `tslab install`, because that would start the first `tslab` on the PATH, without the environment variables
 * below, and add a kernel for JavaScript.
 *
 * @param {Project} project
 * @param {string} program that Jupyter starts, such as `kernel.mjs` next to this file
 * @returns {Step}
 */
export function kernelStep({ root, inProject, venvPython }, program) {
  const place = inProject('.venv', 'share', 'jupyter', 'kernels', 'tslab');
  const stamp = path.join(place, 'mnist-lab.json');
  const tslab = inProject('node_modules', 'tslab', 'package.json');
  const asks = path.join(here, 'ask-kernel.py');
  const labExtension = path.join(here, 'lab-extension.js');
  const labPlace = inProject('.venv', 'share', 'jupyter', 'labextensions', 'mnist-lab');
  const labPackage = {
    name: 'mnist-lab',
    version: '0.1.0',
    jupyterlab: { extension: true, _build: { load: 'static/remoteEntry.js', extension: './extension' } },
  };
  const spec = {
    argv: [process.execPath, '--enable-source-maps', program, '{connection_file}'],
    display_name: 'TypeScript (mnist-lab)',
    language: 'typescript',
    interrupt_mode: 'signal',
    env: {
      // Hide TensorFlow's log, which would appear in JupyterLab's terminal. Failures are thrown as errors.
      TF_CPP_MIN_LOG_LEVEL: '3',
      MNIST_LAB_PROJECT: root,
    },
  };
  const inputs = () => ({
    spec,
    asks: fs.readFileSync(asks, 'utf8'),
    labPackage,
    labExtension: fs.readFileSync(labExtension, 'utf8'),
    tslab: fs.readFileSync(tslab, 'utf8'),
  });
  return {
    title: 'Kernel',
    room: 1e5,
    isDone: () => fs.existsSync(tslab) && stamps.stampFits(stamp, inputs()),
    async run({ lock, signal, progress }) {
      const file = path.join(place, 'kernel.json');
      const labDescription = path.join(labPlace, 'package.json');
      const labProgram = path.join(labPlace, 'static', 'remoteEntry.js');
      stamps.writeWhole(file, `${JSON.stringify(spec, null, 2)}\n`);
      stamps.writeWhole(labDescription, `${JSON.stringify(labPackage, null, 2)}\n`);
      stamps.writeWhole(labProgram, fs.readFileSync(labExtension, 'utf8'));
      progress('starting it and asking for its info');
      const answer = await runModule.run(venvPython, [asks], { lock, signal });
      const { implementation, language, value } = JSON.parse(answer);
      if (implementation !== 'tslab' || language !== 'typescript' || value !== '42')
        throw new Error(`Starting the kernel: expected tslab for typescript and 42 but found ${answer}`);
      stamps.writeStamp(stamp, inputs(), [file, labDescription, labProgram]);
      return 'the tslab kernel works';
    },
  };
}

/**
 * Creates `.venv` with JupyterLab and the kernel in a project with mnist-lab as a dependency. Completed steps
 * are skipped.
 *
 * @param {object} options
 * @param {string} options.projectDirectory the folder of the project's package.json, absolute
 * @param {AbortSignal} options.signal aborts the setup
 * @param {(title: string, text: string, isDone: boolean) => void} options.onProgress
 * @returns {Promise<boolean>} whether anything was installed
 */
export async function setUpNotebooks({ projectDirectory, signal, onProgress }) {
  const project = projectAt(projectDirectory);
  const { root, inProject, workFolder } = project;
  const steps = [pythonStep(project), kernelStep(project, path.join(here, 'kernel.mjs'))];
  const open = steps.filter((step) => !step.isDone());
  if (open.length === 0) return false;
  const room = open.reduce((sum, step) => sum + step.room, 0);
  const python = requirements.requireMachine(root, room).executable;
  const lock = await locks.acquireLock(inProject('.setup', 'lock'), { python });
  const clear = () => fs.rmSync(workFolder, { recursive: true, force: true, maxRetries: 5 });
  try {
    clear();
    fs.mkdirSync(workFolder, { recursive: true });
    for (const step of open) {
      const progress = (/** @type {string} */ text) => onProgress(step.title, text, false);
      const made = await step.run({ python, lock: lock.descriptor, signal, progress });
      onProgress(step.title, made, true);
    }
    return true;
  } finally {
    clear();
    lock.release();
  }
}
