/** Makes `{ name }` mean the variable of an earlier cell, as it does in any TypeScript file. */

import type { KernelHandler, KernelModule } from './kernel.js';

/**
 * tslab turns each use of an earlier cell's variable into a look-up, but overlooks shorthand properties:
 * `train(model, data, { validation })` ends with "validation is not defined". So the variables are also made
 * global before each cell runs, under names that are still free.
 */
export function shareEarlierVariables(kernel: KernelModule): void {
  const handler = kernel.JupyterHandlerImpl.prototype;
  const runCell = handler.handleExecuteImpl;
  handler.handleExecuteImpl = function (this: KernelHandler, request, ...writers) {
    const { locals } = this.executor;
    for (const name of Object.keys(locals)) {
      if (name in globalThis) continue;
      Object.defineProperty(globalThis, name, { get: () => locals[name], configurable: true });
    }
    return runCell.call(this, request, ...writers);
  };
}
