/**
 * Promises that reject while nobody awaits them. tslab prints them once the cell is over, where neither JupyterLab
 * nor nbconvert looks any more; here they become an error of the cell that left them, or of the next one.
 */

import { appendFileSync } from 'node:fs';
import { inspect } from 'node:util';
import type { KernelHandler, KernelModule } from './kernel.js';

/** Every report of an unhandled rejection begins so; the check of executed notebooks looks for it. */
export const rejectionMark = 'Unhandled rejection:';

/** Names a file to which every unhandled rejection is also written, for those after the last cell. */
export const rejectionsVariable = 'MNIST_LAB_REJECTIONS';

const unreported: string[] = [];

/** Makes unhandled rejections errors that the reader sees. */
export function reportRejections(kernel: KernelModule): void {
  // tslab's own listener prints the same a second time, without saying what to do.
  for (const listener of process.listeners('unhandledRejection')) {
    if (String(listener).includes('UnhandledPromiseRejection:')) process.off('unhandledRejection', listener);
  }
  process.on('unhandledRejection', (reason) => {
    const report =
      `${rejectionMark} a promise that nobody awaited was rejected. Await it, or catch its error.\n` +
      `${inspect(reason)}\n`;
    unreported.push(report);
    const file = process.env[rejectionsVariable];
    if (file) appendFileSync(file, report);
  });
  failCells(kernel.JupyterHandlerImpl.prototype);
}

function failCells(handler: KernelHandler): void {
  const runCell = handler.handleExecuteImpl;
  handler.handleExecuteImpl = async function (this: KernelHandler, request, ...writers) {
    try {
      return await failIfRejected(await runCell.call(this, request, ...writers));
    } finally {
      // Also of a cell that failed, or before it ran.
      if (unreported.length > 0) process.stderr.write(unreported.splice(0).join(''));
    }
  };
}

async function failIfRejected<Result>(result: Result): Promise<Result> {
  // Node says that a promise was left alone only after everything awaited has run: one more turn.
  await new Promise((resolve) => setImmediate(resolve));
  // tslab fails a cell by throwing what it would have returned.
  if (unreported.length > 0) throw result;
  return result;
}
