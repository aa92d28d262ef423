// @ts-check
/**
 * Ends the kernel when its parent process has exited. It runs in a separate thread, because a cell may block
 * the main thread.
 */

import { isMainThread, Worker } from 'node:worker_threads';

const checkMilliseconds = 500;

/**
 * Starts the watch if Jupyter has set JPY_PARENT_PID. Jupyter does not set it for a kernel that should outlive
 * Jupyter.
 */
export function watchParent() {
  if (!process.env.JPY_PARENT_PID) return;
  // Omit this process's flags, so that a module loader, for example, is not loaded twice.
  new Worker(new URL(import.meta.url), { execArgv: [], workerData: process.ppid }).unref();
}

if (!isMainThread) {
  const parent = Number(process.env.JPY_PARENT_PID);
  const isChild = process.ppid === parent;
  setInterval(() => {
    // When a process exits, its children get another parent.
    const isForsaken = isChild ? process.ppid !== parent : !isRunning(parent);
    if (isForsaken) killAll();
  }, checkMilliseconds);
}

/** Kills the kernel and the processes started by its cells. */
function killAll() {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    // The kernel leads no process group, so only the kernel can be killed.
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
