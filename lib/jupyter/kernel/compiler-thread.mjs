// @ts-check
/**
 * The thread in which TypeScript compiles cells. It has a large stack for deeply nested code, and can be
 * terminated.
 */

import { parentPort, workerData } from 'node:worker_threads';
import { projectAt } from '../project.mjs';
import { CellProgram } from './cell-program.mjs';
import { completeness } from './completeness.mjs';
import { completeAt, inspectAt } from './inspection.mjs';
import { moduleGraph } from './module-graph.mjs';
import { TooMuchCodeError } from './traceback.mjs';
import { loadTypeScript, moduleNameOf } from './tslab.mjs';

/**
 * @typedef {{ root: string, folder: string, past: readonly import('./cell-program.mjs').PastCell[] }} Start
 *   the thread's initial data
 */

const { root, folder, past } = /** @type {Start} */ (workerData);
const project = projectAt(root);
const ts = loadTypeScript(project);
const cells = new CellProgram(ts, project, folder);
cells.restore(past);

/** The operations that the main thread can request. */
export const operations = {
  /** @param {string} code */
  compile(code) {
    const module = moduleNameOf(project, code);
    if (module) return { diagnostics: cells.addModule(module, code), isModule: true };
    return cells.compile(code);
  },
  /** @param {string} code @param {readonly string[]} missing */
  keep: (code, missing) => cells.keep(code, missing),
  /** @param {readonly string[]} specifiers @param {string} from */
  moduleGraph: (specifiers, from) => moduleGraph(ts, cells, specifiers, from),
  /** @param {string} code */
  completeness: (code) => completeness(ts, code),
  /** @param {string} code @param {number} cursor */
  inspect: (code, cursor) => inspectAt(ts, cells, code, cursor),
  /** @param {string} code @param {number} cursor */
  complete: (code, cursor) => completeAt(cells, code, cursor),
};

parentPort?.postMessage({ isReady: true });
parentPort?.on('message', ({ number, operation, parameters }) => {
  const run = /** @type {Record<string, (...parameters: unknown[]) => unknown>} */ (operations)[operation];
  try {
    parentPort?.postMessage({ number, result: run?.(...parameters) });
  } catch (error) {
    const isBroken = isStackOverflow(error);
    const reason = error instanceof TooMuchCodeError ? error.message : undefined;
    parentPort?.postMessage({
      number,
      error,
      reason: isBroken ? 'it is nested too deeply' : reason,
      isBroken,
    });
  }
});

/** @param {unknown} error */
function isStackOverflow(error) {
  return error instanceof RangeError && /call stack/.test(error.message);
}
