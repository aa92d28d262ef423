// @ts-check
/**
 * Makes a project ready for notebooks: a virtual environment with JupyterLab, and the kernel in it. Steps of `npm run
 * setup` in the clone, and all of `mnist-lab setup --notebooks` elsewhere.
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
 * @typedef {object} Tools what a step works with
 * @property {string} python a Python that has at least venv
 * @property {number} lock the lock's descriptor, for child processes
 * @property {AbortSignal} signal aborted when another step has failed
 * @property {(text: string) => void} progress shows how far the step is
 *
 * @typedef {object} Step
 * @property {string} title
 * @property {number} room on disk that it needs, in bytes
 * @property {() => boolean} isDone whether what it makes is there, complete, and made from what is there now; quick, for
 *   it is asked at every start
 * @property {(tools: Tools) => Promise<string>} run does it, checks the result by using it, and stamps it
 */

const here = path.dirname(fileURLToPath(import.meta.url));

/**
 * The step that makes `.venv` with JupyterLab, nbconvert and plotly.
 *
 * @param {Project} project
 * @returns {Step}
 */
export function pythonStep({ inProject, venvPython, workFolder }) {
  const place = inProject('.venv');
  const stamp = path.join(place, 'mnist-lab.json');
  // There from the beginning: tells an unfinished environment of ours from one of the user's.
  const mark = path.join(place, 'made-by-mnist-lab');
  const list = path.join(here, 'requirements.txt');
  // A virtual environment knows its own path, so a project that was moved needs a new one.
  const inputs = () => ({ requirements: fs.readFileSync(list, 'utf8'), place });
  /** Programs and the JupyterLab extension that draws Plotly figures. */
  const essentials = () => [
    venvPython,
    ...['jupyter', 'jupyter-lab', 'jupyter-nbconvert'].map((name) => path.join(place, 'bin', name)),
    path.join(place, 'share', 'jupyter', 'labextensions', 'jupyterlab-plotly', 'package.json'),
  ];
  const clearPlace = () => {
    if (!fs.existsSync(place)) return;
    if (fs.existsSync(mark)) fs.rmSync(place, { recursive: true, force: true, maxRetries: 5 });
    else fs.renameSync(place, `${place}.before-${new Date().toISOString().replaceAll(':', '-')}`);
  };
  return {
    title: 'Jupyter',
    room: 0.5e9,
    isDone: () => stamps.stampFits(stamp, inputs()),
    async run({ python, lock, signal, progress }) {
      clearPlace();
      fs.mkdirSync(place);
      fs.writeFileSync(mark, 'npm run setup makes this folder, and makes it again when it needs to.\n');
      const temporary = path.join(workFolder, 'pip');
      await packages.installPackages(place, list, { python, temporary, lock, signal, progress });
      progress('trying JupyterLab and nbconvert');
      const version = await runModule.run(venvPython, ['-m', 'jupyterlab', '--version'], { lock, signal });
      await runModule.run(venvPython, ['-c', 'import nbconvert, nbclient, plotly'], { lock, signal });
      stamps.writeStamp(stamp, inputs(), [...essentials(), ...packages.installedRecords(place)]);
      return `JupyterLab ${version.trim()} is in .venv`;
    },
  };
}

/**
 * The step that tells Jupyter of the kernel. Not by `tslab install`, which would start whatever `tslab` is on the PATH,
 * in an untuned environment, and would add a kernel for JavaScript.
 *
 * @param {Project} project
 * @param {string} program that Jupyter starts, such as `kernel.mjs` beside this file
 * @returns {Step}
 */
export function kernelStep({ root, inProject, venvPython }, program) {
  const place = inProject('.venv', 'share', 'jupyter', 'kernels', 'tslab');
  const stamp = path.join(place, 'mnist-lab.json');
  const tslab = inProject('node_modules', 'tslab', 'package.json');
  const asks = path.join(here, 'ask-kernel.py');
  const spec = {
    argv: [process.execPath, '--enable-source-maps', program, '{connection_file}'],
    display_name: 'TypeScript (mnist-lab)',
    language: 'typescript',
    interrupt_mode: 'signal',
    env: {
      // What TensorFlow logs would go to the terminal that JupyterLab was started from; its failures are thrown.
      TF_CPP_MIN_LOG_LEVEL: '3',
      MNIST_LAB_PROJECT: root,
    },
  };
  const inputs = () => ({
    spec,
    asks: fs.readFileSync(asks, 'utf8'),
    tslab: fs.readFileSync(tslab, 'utf8'),
  });
  return {
    title: 'Kernel',
    room: 1e5,
    isDone: () => fs.existsSync(tslab) && stamps.stampFits(stamp, inputs()),
    async run({ lock, signal, progress }) {
      const file = path.join(place, 'kernel.json');
      stamps.writeWhole(file, `${JSON.stringify(spec, null, 2)}\n`);
      progress('starting it and asking for its info');
      const answer = await runModule.run(venvPython, [asks], { lock, signal });
      const { implementation, language, value } = JSON.parse(answer);
      if (implementation !== 'tslab' || language !== 'typescript' || value !== '42')
        throw new Error(`Starting the kernel: expected tslab for typescript and 42 but found ${answer}`);
      stamps.writeStamp(stamp, inputs(), [file]);
      return 'tslab answers';
    },
  };
}

/**
 * The step that gives nbconvert a template in which charts have alternative text: its own leaves it out. Slides and PDF
 * files keep theirs, and so does everybody who names a template.
 *
 * @param {Project} project
 * @returns {Step}
 */
export function pageStep({ inProject }) {
  const place = inProject('.venv', 'share', 'jupyter', 'nbconvert', 'templates', 'mnist-lab');
  const stamp = path.join(place, 'mnist-lab.json');
  const config = inProject('.venv', 'etc', 'jupyter', 'jupyter_nbconvert_config.json');
  const settings = {
    HTMLExporter: { template_name: 'mnist-lab' },
    SlidesExporter: { template_name: 'reveal' },
    WebPDFExporter: { template_name: 'webpdf' },
  };
  const files = ['conf.json', 'index.html.j2'];
  const read = (/** @type {string} */ name) => fs.readFileSync(path.join(here, 'template', name), 'utf8');
  const inputs = () => ({ settings, files: files.map(read) });
  return {
    title: 'Pages',
    room: 1e5,
    isDone: () => stamps.stampFits(stamp, inputs()),
    async run() {
      for (const name of files) stamps.writeWhole(path.join(place, name), read(name));
      stamps.writeWhole(config, `${JSON.stringify(settings, null, 2)}\n`);
      stamps.writeStamp(stamp, inputs(), [config, ...files.map((name) => path.join(place, name))]);
      return 'nbconvert describes charts';
    },
  };
}

/**
 * Makes `.venv` with JupyterLab and the kernel in a project that has installed mnist-lab; what is there already is kept.
 *
 * @param {object} options
 * @param {string} options.projectDirectory the folder of the project's package.json, absolute
 * @param {AbortSignal} options.signal aborts it
 * @param {(title: string, text: string, isDone: boolean) => void} options.onProgress
 * @returns {Promise<boolean>} whether anything had to be made
 */
export async function setUpNotebooks({ projectDirectory, signal, onProgress }) {
  const project = projectAt(projectDirectory);
  const { root, inProject, workFolder } = project;
  const steps = [pythonStep(project), pageStep(project), kernelStep(project, path.join(here, 'kernel.mjs'))];
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
