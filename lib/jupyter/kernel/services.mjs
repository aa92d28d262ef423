// @ts-check
/** The kernel's services for code in cells: standard streams, displays, and the stop button. */

import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import contract from '#kernel-contract';

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

/**
 * Replaces `process.stdin`: requests each line from the user, if the client supports it.
 *
 * @param {object} reader
 * @param {() => Promise<string>} reader.ask resolves to the user's line
 * @param {() => boolean} reader.isPrompted whether the running cell has printed a prompt without a line break
 */
function offerInput({ ask, isPrompted }) {
  let isFirst = true;
  // A stream reads ahead, even if the program needs no further line. So after the first line, request one only
  // when the program has printed a prompt.
  const nextLine = async () => {
    while (!isFirst && !isPrompted()) await pause(50, undefined, { ref: false });
    isFirst = false;
    return await ask();
  };
  const input = new Readable({
    read() {
      nextLine().then((line) => this.push(`${line}\n`));
    },
  });
  Object.assign(input, { isTTY: false, fd: 0 });
  Object.defineProperty(process, 'stdin', { get: () => input, configurable: true, enumerable: true });
}
