// @ts-check
/** The stop button, for synchronous code. */

import vm from 'node:vm';
import { Interrupted } from './traceback.mjs';

/** The property by which the script below finds the function to call. */
const calledByScript = Symbol.for('mnist-lab.called-by-script');
const callScript = new vm.Script("globalThis[Symbol.for('mnist-lab.called-by-script')]()", {
  filename: 'node:cell',
});

/**
 * Calls a cell's code so that the stop button can abort it even in an endless synchronous loop.
 *
 * @param {() => unknown} run
 * @returns {unknown} what the code returns
 */
export function callInterruptibly(run) {
  const listeners = process.listeners('SIGINT');
  Object.defineProperty(globalThis, calledByScript, { value: run, configurable: true });
  try {
    return callScript.runInThisContext({ breakOnSigint: true, displayErrors: false });
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error ?? {});
    throw code === 'ERR_SCRIPT_EXECUTION_INTERRUPTED' ? new Interrupted() : error;
  } finally {
    listenAgain(listeners);
  }
}

/**
 * Registers the SIGINT listeners again. While a script is interruptible, Node replaces all SIGINT listeners.
 * If a cell adds a listener in this time, Node does not restore its signal handler, and the next SIGINT would
 * end the process.
 *
 * @param {readonly NodeJS.SignalsListener[]} before
 */
function listenAgain(before) {
  const now = process.listeners('SIGINT');
  if (now.length === before.length) return;
  process.removeAllListeners('SIGINT');
  for (const listener of now) process.on('SIGINT', /** @type {NodeJS.SignalsListener} */ (listener));
}
