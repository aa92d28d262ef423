// @ts-check
import fs from 'node:fs';
import path from 'node:path';
import packages from '../../src/setup/plain/python-packages.cjs';
import runModule from '../../src/setup/plain/run.cjs';
import stamps from '../../src/setup/plain/stamp.cjs';
import { inProject, venvPython, workFolder } from '../project.mjs';

const place = inProject('.venv');
const stamp = path.join(place, 'mnist-lab.json');
/** There from the beginning: tells an environment of ours that was not finished from one of the user's. */
const mark = path.join(place, 'made-by-mnist-lab');
const requirements = inProject('setup', 'requirements.txt');

/** A virtual environment knows its own path, so a project that was moved needs a new one. */
const inputs = () => ({ requirements: fs.readFileSync(requirements, 'utf8'), place });

/** Programs and the JupyterLab extension that draws Plotly figures. */
const essentials = () => [
  venvPython,
  ...['jupyter', 'jupyter-lab', 'jupyter-nbconvert'].map((name) => path.join(place, 'bin', name)),
  path.join(place, 'share', 'jupyter', 'labextensions', 'jupyterlab-plotly', 'package.json'),
];

function clearPlace() {
  if (!fs.existsSync(place)) return;
  if (fs.existsSync(mark)) fs.rmSync(place, { recursive: true, force: true, maxRetries: 5 });
  else fs.renameSync(place, `${place}.before-${new Date().toISOString().replaceAll(':', '-')}`);
}

/** @type {import('../step.mjs').Step} */
export const pythonEnvironment = {
  title: 'Jupyter',
  room: 0.5e9,

  isDone: () => stamps.stampFits(stamp, inputs()),

  async run({ python, lock, signal, progress }) {
    clearPlace();
    fs.mkdirSync(place);
    fs.writeFileSync(mark, 'npm run setup makes this folder, and makes it anew when it needs to.\n');
    const temporary = path.join(workFolder, 'pip');
    await packages.installPackages(place, requirements, { python, temporary, lock, signal, progress });
    progress('trying JupyterLab and nbconvert');
    const version = await runModule.run(venvPython, ['-m', 'jupyterlab', '--version'], { lock, signal });
    await runModule.run(venvPython, ['-c', 'import nbconvert, nbclient, plotly'], { lock, signal });
    stamps.writeStamp(stamp, inputs(), [...essentials(), ...packages.installedRecords(place)]);
    return `JupyterLab ${version.trim()} is in .venv`;
  },
};
