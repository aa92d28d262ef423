// @ts-check
/** What code in cells finds in the kernel: the standard streams, displays, and the stop button. */

import contract from '#kernel-contract';

/** @param {import('./cell-queue.mjs').CellQueue} queue @param {import('./tslab.mjs').Tslab} tslab */
export function offerServices(queue, tslab) {
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
  /** @satisfies {import('#kernel-contract').Kernel} */
  const kernel = {
    display: (message, update) => queue.cell?.output.display({ ...message }, update),
    onInterrupt: (listener) => queue.cell?.onInterrupt(listener),
  };
  tslab.redirectDisplays(kernel.display);
  Object.defineProperty(globalThis, contract.kernelSymbol, { value: kernel });
}
