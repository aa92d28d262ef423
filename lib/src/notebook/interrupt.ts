/** The stop button: what listens ends by itself, with what it has; the kernel breaks off a cell that does not listen. */

import { findKernel } from './kernel.js';

const waiting = new Set<AbortController>();

/**
 * A signal that is aborted when the reader presses the notebook's stop button, or Ctrl+C in a terminal. Hand it
 * to `train`, so that it ends within a second, gives what it came to, and the cell goes on from there. Each call
 * gives a fresh signal: one stop does not end what is started after it. A second stop breaks the cell off, and in
 * a script a second Ctrl+C ends the process.
 *
 * @example
 * await train(model, dataset.train, { signal: interruptSignal() });
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  const kernel = findKernel();
  if (kernel?.onInterrupt) {
    kernel.onInterrupt(() => abort(controller));
    return controller.signal;
  }
  // tslab lets Node take the place of SIGINT's listeners while the synchronous part of a cell runs; one that is
  // added meanwhile would never be called, and a stop would end the kernel. So it is added once that part is over.
  if (waiting.size === 0) setImmediate(() => process.on('SIGINT', abortAll)).unref();
  waiting.add(controller);
  return controller.signal;
}

function abortAll(): void {
  // Without this listener the next Ctrl+C does what it always did: nothing more in a kernel, the end of a script.
  process.off('SIGINT', abortAll);
  const controllers = [...waiting];
  waiting.clear();
  controllers.forEach(abort);
}

function abort(controller: AbortController): void {
  controller.abort(new Error('Stopped by the reader.'));
}
