import fs from 'node:fs';
import path from 'node:path';
import { foldersUpwards } from '../files/paths.js';
import { findProject } from './package.js';
import { installedRecords, installPackages } from './plain/python-packages.cjs';
import { requireMachine } from './plain/requirements.cjs';
import { run } from './plain/run.cjs';
import { stampFits, writeStamp } from './plain/stamp.cjs';
import { reportStep, waitForLock } from './progress.js';
import type { SetupOptions } from './setup-tensorflow.js';

/** Name of the Python environment with Ray, in a project's folder. */
export const rayFolder = '.venv-sweeps';

const rayRequirements = path.join(__dirname, '..', '..', 'sweeps', 'requirements.txt');

interface RayEnvironment {
  readonly place: string;
  readonly python: string;
}

const rayStamp = (place: string): string => path.join(place, 'mnist-lab.json');

/**
 * The inputs of an environment's stamp, which records that it is complete (see `plain/stamp.cjs`). They include
 * its path: a Python environment does not work elsewhere, so a project that has been moved needs a new one.
 */
function rayInputs(place: string): object {
  return { requirements: fs.readFileSync(rayRequirements, 'utf8'), place };
}

/** The complete Ray environment in a folder or in the nearest folder above it, if there is one. */
export function findRay(directory: string): RayEnvironment | undefined {
  for (const folder of foldersUpwards(directory)) {
    const place = path.join(folder, rayFolder);
    if (stampFits(rayStamp(place), rayInputs(place)))
      return { place, python: path.join(place, 'bin', 'python') };
  }
  return undefined;
}

/** Path of the script plotly.js in an environment. Python's package plotly contains it. */
export function plotlyOf({ place }: RayEnvironment): string {
  const lib = path.join(place, 'lib');
  const packages = fs.readdirSync(lib).map((version) => path.join(lib, version, 'site-packages'));
  const files = packages.map((folder) => path.join(folder, 'plotly', 'package_data', 'plotly.min.js'));
  return files.find((file) => fs.existsSync(file)) ?? files[0]!;
}

/** Peak size in bytes of the environment and pip's downloads. */
const roomNeeded = 1.5e9;

/**
 * Installs Ray, which runs sweeps, into a separate Python environment in a project. An existing environment
 * is kept, unless it is incomplete or outdated.
 *
 * @returns the environment's folder, and whether anything was installed
 * @throws {Error} that lists missing requirements before anything is downloaded, or explains which step
 *   failed
 */
export async function setupSweeps({ projectDirectory, onProgress, signal }: SetupOptions) {
  const ready = () => {
    const found = findRay(projectDirectory);
    return found && { place: found.place, changed: false };
  };
  const found = ready();
  if (found) {
    tellProgram(found.place);
    return found;
  }
  const project = findProject(projectDirectory);
  const python = requireMachine(project, roomNeeded).executable;
  const place = path.join(project, rayFolder);
  const lock = await waitForLock(path.join(project, 'node_modules', '.mnist-lab', 'lock-sweeps'), python, {
    signal,
    onProgress,
  });
  try {
    const made = ready();
    if (made) return made;
    await reportStep('ray', 'starting', onProgress, async ({ running }) => {
      const temporary = path.join(place, 'pip');
      const tools = { python, temporary, lock: lock.descriptor, signal, progress: running };
      const executable = await installPackages(place, rayRequirements, tools);
      fs.rmSync(temporary, { recursive: true, force: true });
      running('testing Ray');
      const version = await run(executable, ['-c', 'import ray.tune, plotly; print(ray.__version__)'], {
        lock: lock.descriptor,
        signal,
      });
      tellProgram(place);
      writeStamp(rayStamp(place), rayInputs(place), [executable, ...installedRecords(place)]);
      return `Ray ${version.trim()} is in ${rayFolder}`;
    });
    return { place, changed: true };
  } finally {
    lock.release();
  }
}

/** Records the command that Ray runs for a trial on this machine if the sweep was started on another one. */
function tellProgram(place: string): void {
  const program = [process.execPath, path.join(__dirname, '..', 'sweeps', 'trial-program.js')];
  fs.writeFileSync(path.join(place, 'program.json'), `${JSON.stringify(program)}\n`);
}
