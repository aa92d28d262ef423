// @ts-check
/**
 * Makes a project that has installed mnist-lab ready for notebooks: `mnist-lab setup --notebooks`. The package has a copy
 * of this folder, as lib/build.mjs makes it.
 */

import fs from 'node:fs';
import locks from '../src/setup/plain/lock.cjs';
import requirements from '../src/setup/plain/requirements.cjs';
import { inProject, root, workFolder } from './project.mjs';
import { kernelSpecStep } from './steps/kernel-spec.mjs';
import { pythonEnvironment } from './steps/python-environment.mjs';

/**
 * Makes `.venv` with JupyterLab and the kernel; what is there already is kept.
 *
 * @param {object} options
 * @param {AbortSignal} options.signal ends it
 * @param {(title: string, text: string, isDone: boolean) => void} options.onProgress
 * @returns {Promise<boolean>} whether anything had to be made
 */
export async function setUpNotebooks({ signal, onProgress }) {
  const open = [pythonEnvironment, kernelSpecStep].filter((step) => !step.isDone());
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
