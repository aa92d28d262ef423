// @ts-check
/** Errors that nobody waits for: of timers, of promises left alone, of `process.exit`. In a script they end the process. */

import fs from 'node:fs';
import { describeError } from './traceback.mjs';

/** Names a file for what fails when no cell runs that could say so; a headless run reads it. */
const failuresVariable = 'MNIST_LAB_FAILURES';

/** Ends the kernel; `process.exit` does not, for everything it holds would be lost. */
export const endProcess = process.exit.bind(process);

/** Has what cells have started end with the kernel, whose process group they belong to if they did not leave it. */
export function takeChildrenAlong() {
  process.on('exit', () => {
    try {
      process.kill(-process.pid, 'SIGTERM');
    } catch {
      // The kernel leads no group: whoever started it sees to that.
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
      // What is thrown here would end the kernel, and with it everything it holds.
      fs.writeSync(2, `${textOf(error)}\nIt could not be told in the notebook: ${textOf(problem)}\n`);
    }
  };
  process.on('uncaughtException', (error) => {
    tell(error, 'Nothing could catch it: it was thrown in a timer or in a listener of an event.');
  });
  process.on('unhandledRejection', (error) => {
    tell(error, 'It is of a promise that nobody awaited. Await it, or catch its error.');
  });
  process.exit = (code) => {
    throw new Error(
      `process.exit(${code ?? ''}) would end the kernel, and with it everything it holds. Restart it from Jupyter instead.`,
    );
  };
}

/** @param {unknown} error anything that was thrown, also what throws when it is shown */
function textOf(error) {
  return describeError(error).traceback.join('\n');
}

/** @param {import('./traceback.mjs').Report} report */
export function recordFailure(report) {
  const file = process.env[failuresVariable];
  if (file) fs.appendFileSync(file, `${JSON.stringify(report)}\n`);
}
