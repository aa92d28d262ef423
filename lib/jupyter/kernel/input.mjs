// @ts-check
/** Standard input of cells: each line is asked of the reader, where there is one. */

import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Replaces `process.stdin`.
 *
 * @param {object} reader
 * @param {() => Promise<string>} reader.ask resolves to the line that was typed
 * @param {() => boolean} reader.isPrompted whether the running cell has printed the beginning of a line
 */
export function offerInput({ ask, isPrompted }) {
  let isFirst = true;
  // Programs read on when they have a line, whether they want another or not. One that does says so first.
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
