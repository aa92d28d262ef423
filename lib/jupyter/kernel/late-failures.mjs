// @ts-check
/**
 * Errors of timers and rejected promises that no code handles, and calls of `process.exit`. In a script, each of
 * these would end the process.
 */

import fs from 'node:fs';
import { describeError } from './traceback.mjs';

/**
 * The environment variable with the path of a file for failures that occur after the end of their cell. A headless
 * run sets it and reads the file.
 */
const failuresVariable = 'MNIST_LAB_FAILURES';

/** Exits the kernel. Cells cannot: their `process.exit` throws an error, because exiting would lose all variables. */
export const endProcess = process.exit.bind(process);

/**
 * Makes processes started by cells exit with the kernel. These processes belong to the kernel's process
 * group, unless they have left it.
 */
export function takeChildrenAlong() {
  process.on('exit', () => {
    try {
      process.kill(-process.pid, 'SIGTERM');
    } catch {
      // The kernel does not lead a process group, so these processes are left to the kernel's parent.
    }
  });
}

/** @param {(failure: import('./running-cell.mjs').Failure) => void} onFailure */
export function catchLateFailures(onFailure) {
  /** @param {unknown} error @param {string} hint */
  const tell = (error, hint) => {
    try {
      onFailure({ error, hint });
    } catch (problem) {
      // An error thrown here would end the kernel and lose all variables.
      fs.writeSync(2, `${textOf(error)}\nIt could not be shown in the notebook: ${textOf(problem)}\n`);
    }
  };
  process.on('uncaughtException', (error) => {
    tell(error, 'Nothing could catch it: it was thrown in a timer or in a listener of an event.');
  });
  process.on('unhandledRejection', (error) => {
    tell(error, 'A promise was rejected that no code awaits. Await it, or catch its error.');
  });
  process.exit = (code) => {
    throw new Error(
      `process.exit(${code ?? ''}) would end the kernel and lose all variables. To restart the kernel, use Jupyter.`,
    );
  };
}

/** @param {unknown} error any thrown value, even one that throws when it is formatted */
function textOf(error) {
  return describeError(error).traceback.join('\n');
}

/** @param {import('./traceback.mjs').Report} report */
export function recordFailure(report) {
  const file = process.env[failuresVariable];
  if (file) fs.appendFileSync(file, `${JSON.stringify(report)}\n`);
}
