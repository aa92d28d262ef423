'use strict';

const { spawn } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');

// flock belongs to the open file, not to the process that requests it: Python requests it on a descriptor
// that it shares with this process, which keeps the lock when Python exits. The system releases it when the
// last process with the descriptor exits, even by kill -9, so there are no stale locks.
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
 * @property {number} descriptor to be inherited by child processes that write files: if they outlive this
 *   process, they keep the lock
 * @property {() => void} release
 * @typedef {object} LockOptions
 * @property {string} python any Python 3
 * @property {AbortSignal} [signal] aborts the wait
 * @property {(holder: string) => void} [onWait] called with a description of the holder if another process has
 *   the lock
 */

/**
 * Acquires an exclusive lock, waiting if necessary.
 *
 * @param {string} file the lock file, which is created if it is missing, and never removed
 * @param {LockOptions} options
 * @returns {Promise<Lock>}
 * @throws {Error} if locking fails, such as on a disk that does not support locks, or the wait is aborted
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
    // The file may have been removed during the wait. Other processes then lock a new file with the same name,
    // so this process must lock that one, too.
    if (fs.statSync(file, { throwIfNoEntry: false })?.ino === fs.fstatSync(descriptor).ino) {
      fs.ftruncateSync(descriptor);
      fs.writeSync(descriptor, `process ${process.pid}`);
      return { descriptor, release: () => fs.closeSync(descriptor) };
    }
    fs.closeSync(descriptor);
  }
}

/** @param {number} descriptor @param {string} file @param {LockOptions} options @returns {Promise<void>} */
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
