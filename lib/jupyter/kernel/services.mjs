// @ts-check
/** The kernel's services for code in cells: standard streams, displays, and the stop button. */

import contract from '#kernel-contract';
import { offerInput } from './input.mjs';

/**
 * @typedef {import('./cell-queue.mjs').CellQueue} CellQueue
 * @typedef {import('./messages.mjs').Message} Message
 */

/** @param {() => CellQueue} queue @returns {import('#kernel-contract').Kernel} */
export const createServices = (queue) => ({
  display: (message, update) => queue().cell?.output.display({ ...message }, update),
  onInterrupt: (listener) => queue().cell?.onInterrupt(listener),
});

/**
 * @param {CellQueue} queue
 * @param {import('#kernel-contract').Kernel} services
 * @param {(request: Message) => Promise<string>} askForLine
 */
export function offerServices(queue, services, askForLine) {
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
  offerInput({
    isPrompted: () => queue.runningCell?.output.isPrompted === true,
    async ask() {
      const request = queue.running;
      queue.runningCell?.output.prompt();
      if (request?.content.allow_stdin) return await askForLine(request);
      const message =
        'Reading standard input: this client does not support input. Set the value in a cell, or run the notebook in JupyterLab.';
      queue.runningCell?.fail({ error: new Error(message) });
      return await new Promise(() => {});
    },
  });
  Object.defineProperty(globalThis, contract.kernelSymbol, { value: services });
}
