// @ts-check
/** Standard input of cells: each line is asked of the reader, where there is one. */

import { Readable } from 'node:stream';

/**
 * Replaces `process.stdin`.
 *
 * @param {() => Promise<string>} ask resolves to the line that was typed
 */
export function offerInput(ask) {
  let isAsking = false;
  const input = new Readable({
    read() {
      if (isAsking) return;
      isAsking = true;
      ask().then((line) => {
        isAsking = false;
        this.push(`${line}\n`);
      });
    },
  });
  Object.assign(input, { isTTY: false, fd: 0 });
  Object.defineProperty(process, 'stdin', { get: () => input, configurable: true, enumerable: true });
}
