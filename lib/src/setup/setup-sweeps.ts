import fs from 'node:fs';
import path from 'node:path';
import { findProject } from './package.js';
import { installedRecords, installPackages } from './plain/python-packages.cjs';
import { requireMachine } from './plain/requirements.cjs';
import { run } from './plain/run.cjs';
import { writeStamp } from './plain/stamp.cjs';
import { reportStep } from './progress.js';
import { findRay, rayFolder, rayInputs, rayRequirements, rayStamp } from './ray-environment.js';
import type { SetupOptions } from './setup-tensorflow.js';
import { waitForLock } from './wait-for-lock.js';

/** The environment and what pip downloads for it, at their largest, in bytes. */
const roomNeeded = 1.5e9;

/** There from the beginning: tells an environment of ours that was not finished from a folder of the user's. */
const mark = 'made-by-mnist-lab';

/**
 * Installs Ray, which sweeps run on, into a Python environment of its own in a project. What is there already is kept;
 * what an interrupted set-up has left is made anew.
 *
 * @returns the environment's folder, and false if all was there already
 * @throws {Error} that says what is missing on this machine before anything is downloaded, or which step failed and why
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
      clearPlace(place);
      fs.mkdirSync(place);
      fs.writeFileSync(path.join(place, mark), 'mnist-lab setup --sweeps makes this folder.\n');
      const temporary = path.join(place, 'pip');
      const tools = { python, temporary, lock: lock.descriptor, signal, progress: running };
      const executable = await installPackages(place, rayRequirements, tools);
      fs.rmSync(temporary, { recursive: true, force: true });
      running('trying Ray');
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

/** Trials of another machine's sweep are started by Ray here, which has to know by what. */
function tellProgram(place: string): void {
  const program = [process.execPath, path.join(__dirname, '..', 'sweeps', 'trial-program.js')];
  fs.writeFileSync(path.join(place, 'program.json'), `${JSON.stringify(program)}\n`);
}

function clearPlace(place: string): void {
  if (!fs.existsSync(place)) return;
  if (fs.existsSync(path.join(place, mark)))
    fs.rmSync(place, { recursive: true, force: true, maxRetries: 5 });
  else fs.renameSync(place, `${place}.before-${new Date().toISOString().replaceAll(':', '-')}`);
}
