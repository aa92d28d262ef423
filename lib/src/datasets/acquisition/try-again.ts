import { setTimeout as sleep } from 'node:timers/promises';
import { DownloadError } from './download-error.js';
import type { DownloadLimits } from './download-limits.js';

const attempts = 3;

/**
 * Tries something up to three times as long as what fails may pass, with pauses that the server may lengthen.
 *
 * @param attempt Is given a signal that ends it: when the caller's does, when all attempts took too long, and when it
 *   has failed, for what it may have left running.
 * @throws {DownloadError} that of the last attempt, or that the time is over.
 * @throws the signal's reason if it is aborted.
 */
export async function tryAgain(
  limits: Required<DownloadLimits>,
  signal: AbortSignal,
  attempt: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const overdue = new AbortController();
  const timer = setTimeout(() => {
    overdue.abort(new DownloadError(`it took more than ${limits.total} ms in all`, false));
  }, limits.total);
  const stop = AbortSignal.any([signal, overdue.signal]);
  try {
    for (let number = 1; ; number++) {
      stop.throwIfAborted();
      const done = new AbortController();
      try {
        return await attempt(AbortSignal.any([stop, done.signal]));
      } catch (error) {
        stop.throwIfAborted();
        if (number === attempts || !(error instanceof DownloadError) || !error.isTemporary) throw error;
        await sleep(pauseAfter(error, number, limits), undefined, { signal: stop }).catch(() => {});
      } finally {
        done.abort();
      }
    }
  } finally {
    clearTimeout(timer);
  }
}

function pauseAfter(error: DownloadError, number: number, limits: Required<DownloadLimits>): number {
  const { retryAfter = 0 } = error;
  if (retryAfter > limits.longestPause) {
    const seconds = Math.ceil(retryAfter / 1000).toLocaleString('en-US');
    throw new DownloadError(`${error.message}; it asks to come back in ${seconds} s`, false);
  }
  return Math.max(limits.retryPause * number, retryAfter);
}
