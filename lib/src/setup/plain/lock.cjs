'use strict';

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

// flock belongs to the open file, not to the process that asks for it: Python asks on a descriptor it shares
// with this process, and the lock stays here when Python ends. The system frees it when the last holder of
// the descriptor is gone, kill -9 included, so there is no stale lock to detect.
const ASK = `
import fcntl, os
try:
    fcntl.flock(3, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    print(os.pread(3, 200, 0).decode(), flush=True)
    fcntl.flock(3, fcntl.LOCK_EX)
`;

/**
 * @typedef {object} Lock
 * @property {number} descriptor hand it to child processes that write: should this process be killed and they
 *   live on, the lock holds until they have ended as well
 * @property {() => void} release
 */

/**
 * Takes a lock that only one process at a time holds, and waits for it if need be.
 *
 * @param {string} file that stands for the lock; made if missing, and left behind
 * @param {{ python: string, signal?: AbortSignal, onWait?: (holder: string) => void }} options `python`: any Python 3; `onWait` is
 *   called once, with words that say who holds the lock, when there is need to wait; `signal` ends the waiting
 * @returns {Promise<Lock>}
 * @throws {Error} where the file's disk knows no locks
 */
async function acquireLock(file, { python, signal, onWait }) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  for (;;) {
    const descriptor = fs.openSync(file, 'a+');
    try {
      await askForLock(descriptor, file, { python, signal, onWait });
    } catch (error) {
      fs.closeSync(descriptor);
      throw error;
    }
    // The file may have been removed while this process waited; then others lock a new one of that name.
    if (fs.statSync(file, { throwIfNoEntry: false })?.ino === fs.fstatSync(descriptor).ino) {
      fs.ftruncateSync(descriptor);
      fs.writeSync(descriptor, `process ${process.pid}`);
      return { descriptor, release: () => fs.closeSync(descriptor) };
    }
    fs.closeSync(descriptor);
  }
}

/**
 * @param {number} descriptor
 * @param {string} file
 * @param {{ python: string, signal?: AbortSignal, onWait?: (holder: string) => void }} options
 * @returns {Promise<void>}
 */
function askForLock(descriptor, file, { python, signal, onWait }) {
  return new Promise((resolve, reject) => {
    const child = spawn(python, ['-c', ASK], { signal, stdio: ['ignore', 'pipe', 'pipe', descriptor] });
    let errors = '';
    child.stdout?.on('data', (holder) => onWait?.(String(holder).trim() || 'another process'));
    child.stderr?.on('data', (text) => {
      errors += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`Locking ${file}: ${errors.trim().split('\n').at(-1)}. Is it on a local disk?`));
    });
  });
}

module.exports = { acquireLock };
