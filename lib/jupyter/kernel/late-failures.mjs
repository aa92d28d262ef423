// @ts-check
/**
 * Errors that no cell handles: in timers, in unhandled promises, and calls of `process.exit`. In a script
 * they would end the process.
 */

import fs from 'node:fs';
import { describeError } from './traceback.mjs';

/** Path of a file for failures that occur when no cell is running. A headless run reads it. */
const failuresVariable = 'MNIST_LAB_FAILURES';

/** Exits the kernel. `process.exit` does not, because that would lose all variables. */
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
      // The kernel does not lead a group: its parent process is responsible.
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
