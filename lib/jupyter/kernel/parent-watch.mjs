// @ts-check
/**
 * Ends the kernel when whoever started it is gone. Runs in a thread of its own, because a cell may hold the main one.
 */

import { isMainThread, Worker } from 'node:worker_threads';

const checkMilliseconds = 500;

/** Starts the watch, if Jupyter says that it wants one (it does not for a kernel that is to outlive it). */
export function watchParent() {
  if (!process.env.JPY_PARENT_PID) return;
  // Without the flags of this process: a loader of modules, say, would be loaded once more.
  new Worker(new URL(import.meta.url), { execArgv: [], workerData: process.ppid }).unref();
}

if (!isMainThread) {
  const parent = Number(process.env.JPY_PARENT_PID);
  const isChild = process.ppid === parent;
  setInterval(() => {
    // A child is given another parent when its own ends.
    const isForsaken = isChild ? process.ppid !== parent : !isRunning(parent);
    if (isForsaken) killAll();
  }, checkMilliseconds);
}

/** The kernel, and what its cells have started. */
function killAll() {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    // It leads no group.
    process.kill(process.pid, 'SIGKILL');
  }
}

/** @param {number} id */
function isRunning(id) {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
