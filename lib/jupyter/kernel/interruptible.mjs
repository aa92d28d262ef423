// @ts-check
/** The stop button, for code that never lets go of the processor. */

import vm from 'node:vm';
import { Interrupted } from './traceback.mjs';

/** Where the script below finds what to call. */
const calledByScript = Symbol.for('mnist-lab.called-by-script');
const callScript = new vm.Script("globalThis[Symbol.for('mnist-lab.called-by-script')]()", {
  filename: 'node:cell',
});

/**
 * Calls a cell's code so that the stop button ends it also in a loop that never lets go of the processor.
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
 * While a script can be broken off, Node takes the place of all who listen for SIGINT; if one was added meanwhile,
 * it does not step back, and the next SIGINT would end the process. Listening anew mends that.
 *
 * @param {readonly NodeJS.SignalsListener[]} before
 */
function listenAgain(before) {
  const now = process.listeners('SIGINT');
  if (now.length === before.length) return;
  process.removeAllListeners('SIGINT');
  for (const listener of now) process.on('SIGINT', /** @type {NodeJS.SignalsListener} */ (listener));
}
