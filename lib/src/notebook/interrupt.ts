/** The stop button: listeners end by themselves and keep their results; the kernel aborts cells without a listener. */

import { findKernel } from './kernel.js';

const waiting = new Set<AbortController>();

/**
 * A signal that is aborted when the reader presses the notebook's stop button, or Ctrl+C in a terminal. Hand it to
 * `train`: it ends within a second, returns its results, and the cell continues. Each call returns a fresh signal: one
 * stop does not end what is started after it. A second stop aborts the cell, and a second Ctrl+C ends a script.
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
  // tslab lets Node replace SIGINT's listeners while the synchronous part of a cell runs; one added meanwhile would never
  // be called, and a stop would end the kernel. So it is added after that part.
  if (waiting.size === 0) setImmediate(() => process.on('SIGINT', abortAll)).unref();
  waiting.add(controller);
  return controller.signal;
}

function abortAll(): void {
  // Without this listener the next Ctrl+C has its default effect: none in a kernel, the end of a script.
  process.off('SIGINT', abortAll);
  const controllers = [...waiting];
  waiting.clear();
  controllers.forEach(abort);
}

function abort(controller: AbortController): void {
  controller.abort(new Error('Stopped by the reader.'));
}
