/** The stop button: operations with a signal return early. A cell without one is aborted by the kernel. */

import { findKernel } from './kernel.js';

const waiting = new Set<AbortController>();

/**
 * A signal that is aborted when the reader presses the notebook's stop button, or Ctrl+C in a terminal. Pass
 * it to `train`, which then returns its results within a second, and the cell continues. Each call returns a
 * new signal, so that a stop only affects operations started before it. A second stop aborts the cell. A
 * second Ctrl+C ends a script.
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
  // tslab makes Node replace SIGINT's listeners during the synchronous part of a cell. A listener added then
  // would never be called, and a stop would end the kernel, so add it afterwards.
  if (waiting.size === 0) setImmediate(() => process.on('SIGINT', abortAll)).unref();
  waiting.add(controller);
  return controller.signal;
}

function abortAll(): void {
  // Without this listener, the next Ctrl+C has its default effect: none in a kernel, exit in a script.
  process.off('SIGINT', abortAll);
  const controllers = [...waiting];
  waiting.clear();
  controllers.forEach(abort);
}

function abort(controller: AbortController): void {
  controller.abort(new Error('Stopped by the user.'));
}
