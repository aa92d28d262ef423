/** The stop button: Jupyter sends the kernel SIGINT, and tslab fails the running cell, but what the cell had started runs on. */

const waiting = new Set<AbortController>();

/**
 * A signal that is aborted when the reader presses the notebook's stop button, or Ctrl+C in a terminal. Hand it
 * to `train`, so that it ends within a second and the kernel lives on with everything it holds. Each call gives a
 * fresh signal: one stop does not end what is started after it. In a script a second Ctrl+C ends the process.
 *
 * @example
 * await train(model, dataset.train, { signal: interruptSignal() });
 */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  // While the synchronous part of a cell runs, Node puts its own handler in the place of SIGINT's listeners and
  // then the system's default back: a listener added meanwhile would never be called, and a stop would end the
  // kernel. So it is added once that part is over.
  if (waiting.size === 0) setImmediate(() => process.on('SIGINT', abortAll)).unref();
  waiting.add(controller);
  return controller.signal;
}

function abortAll(): void {
  // Without this listener the next Ctrl+C does what it always did: nothing more in a kernel, the end of a script.
  process.off('SIGINT', abortAll);
  const controllers = [...waiting];
  waiting.clear();
  for (const controller of controllers) controller.abort(new Error('Stopped by the reader.'));
}
