// @ts-check
import fs from 'node:fs';
import path from 'node:path';
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

/** pip's list of what belongs to each installed package. */
function installedRecords() {
  const lib = path.join(place, 'lib');
  return fs.readdirSync(lib).flatMap((version) => {
    const packages = path.join(lib, version, 'site-packages');
    return fs
      .readdirSync(packages)
      .filter((name) => name.endsWith('.dist-info'))
      .map((name) => path.join(packages, name, 'RECORD'));
  });
}

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
    progress('making .venv');
    await runModule.run(python, ['-m', 'venv', place], { lock, signal });

    const temporary = path.join(workFolder, 'pip');
    fs.mkdirSync(temporary, { recursive: true });
    const total = inputs().requirements.match(/^[A-Za-z]/gm)?.length ?? 0;
    const start = performance.now();
    let collected = 0;
    let megabytes = 0;
    const parameters = ['-m', 'pip', 'install', '--no-input', '--no-user', '--disable-pip-version-check'];
    parameters.push(
      '--progress-bar',
      'off',
      '--only-binary',
      ':all:',
      '--require-hashes',
      '--requirement',
      requirements,
    );
    await runModule.run(venvPython, parameters, {
      env: { TMPDIR: temporary },
      lock,
      signal,
      onLine(line) {
        const [, amount, unit] = /^\s*Downloading .*\((?:([\d.]+) (kB|MB))\)/.exec(line) ?? [];
        if (amount) megabytes += Number(amount) / (unit === 'kB' ? 1000 : 1);
        if (line.startsWith('Collecting ')) collected += 1;
        if (line.startsWith('Installing ')) return progress(`installing ${total} packages`);
        const rate = megabytes / ((performance.now() - start) / 1000);
        const percent = Math.floor((100 * collected) / total);
        progress(
          `collecting, ${collected} of ${total} packages (${percent} %), ` +
            `${megabytes.toFixed(1)} MB at ${rate.toFixed(1)} MB/s`,
        );
      },
    });
    progress('trying JupyterLab and nbconvert');
    const version = await runModule.run(venvPython, ['-m', 'jupyterlab', '--version'], { lock, signal });
    await runModule.run(venvPython, ['-c', 'import nbconvert, nbclient, plotly'], { lock, signal });
    stamps.writeStamp(stamp, inputs(), [...essentials(), ...installedRecords()]);
    return `JupyterLab ${version.trim()} is in .venv`;
  },
};
