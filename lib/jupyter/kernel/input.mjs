// @ts-check
/** Standard input of cells: requests each line from the user, if the client supports it. */

import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Replaces `process.stdin`.
 *
 * @param {object} reader
 * @param {() => Promise<string>} reader.ask resolves to the user's line
 * @param {() => boolean} reader.isPrompted whether the running cell has printed a prompt without a line break
 */
export function offerInput({ ask, isPrompted }) {
  let isFirst = true;
  // Streams read ahead even if the program needs no further line. Request one only if the program has printed
  // a prompt.
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
