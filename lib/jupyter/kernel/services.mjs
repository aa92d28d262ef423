// @ts-check
/** What code in cells finds in the kernel: the standard streams, displays, and the stop button. */

import { createRequire } from 'node:module';
import { inProject } from '../project.mjs';

/** Under this symbol the library looks for the kernel that it runs in, if it does. */
const kernelSymbol = Symbol.for('mnist-lab.kernel');

/** @param {import('./cell-queue.mjs').CellQueue} queue */
export function offerServices(queue) {
  for (const name of /** @type {const} */ (['stdout', 'stderr'])) {
    /** @type {(chunk: string | Uint8Array, ...rest: unknown[]) => boolean} */
    const write = (chunk, ...rest) => {
      const encoding = typeof rest[0] === 'string' ? /** @type {BufferEncoding} */ (rest[0]) : undefined;
      queue.cell?.output.write(name, chunk, encoding);
      const callback = rest.at(-1);
      if (typeof callback === 'function') process.nextTick(callback);
      return true;
    };
    process[name].write = write;
  }
  /** @param {Record<string, unknown>} message @param {boolean} [update] */
  const display = (message, update) => queue.cell?.output.display(message, update);
  // What `tslab.display` writes to.
  createRequire(inProject('package.json'))('tslab/dist/jupyter').lastWriteDisplayData = display;
  Object.defineProperty(globalThis, kernelSymbol, {
    value: {
      display,
      onInterrupt: (/** @type {() => void} */ listener) => queue.cell?.onInterrupt(listener),
    },
  });
}
