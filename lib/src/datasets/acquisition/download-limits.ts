import { setTimeout as sleep } from 'node:timers/promises';
import { DownloadError } from './download-error.js';

/** Timeouts and the minimum rate of downloads. If one is violated, a retry or the next source follows. */
export interface DownloadLimits {
  /** Milliseconds from a request to the head of its response, also through a proxy. Defaults to 15,000. */
  readonly responseTimeout?: number;
  /** Milliseconds of waiting over which the rate is measured. Defaults to 30,000. */
  readonly idleTimeout?: number;
  /** Minimum bytes per second while waiting for the server. Defaults to 4,000. */
  readonly minimumRate?: number;
  /** Milliseconds for a file or an archive, including all retries. Defaults to three hours. */
  readonly totalTimeout?: number;
  /** Milliseconds before the first retry, and twice as many before the second. Defaults to 500. */
  readonly retryDelay?: number;
  /**
   * Longest delay before a retry that a server may request (`Retry-After`). A source that requests more is
   * skipped. In milliseconds, defaults to 30,000.
   */
  readonly maximumRetryDelay?: number;
  /** Milliseconds for a run of a registry's client (npm, apt-get). Defaults to 15 minutes. */
  readonly commandTimeout?: number;
}

const minute = 60_000;

const defaults: Required<DownloadLimits> = {
  responseTimeout: 15_000,
  idleTimeout: 30_000,
  minimumRate: 4_000,
  totalTimeout: 180 * minute,
  retryDelay: 500,
  maximumRetryDelay: 30_000,
  commandTimeout: 15 * minute,
};

/** The longest delay that timers support, in milliseconds. */
const largest = 2 ** 31 - 1;

/** Adds the defaults. @throws {RangeError} if a limit is not from 1 to 2,147,483,647. */
export function completeLimits(limits: DownloadLimits = {}): Required<DownloadLimits> {
  const complete = { ...defaults };
  for (const name of Object.keys(defaults) as (keyof DownloadLimits)[]) {
    const value = limits[name] ?? defaults[name];
    if (!(value >= 1 && value <= largest)) {
      throw new RangeError(
        `Downloading: expected the limit "${name}" to be from 1 to ${largest.toLocaleString('en-US')} but found ${value}.`,
      );
    }
    complete[name] = value;
  }
  return complete;
}

const attempts = 3;

/**
 * Runs a download up to three times while failures are temporary. The server may extend the delays between
 * attempts.
 *
 * @param attempt Receives a signal that is aborted with the caller's, on timeout, and when the attempt has ended.
 * @throws {DownloadError} of the last attempt, or on timeout.
 * @throws the signal's reason if it is aborted.
 */
export async function tryAgain(
  limits: Required<DownloadLimits>,
  signal: AbortSignal,
  attempt: (signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const overdue = new AbortController();
  const timer = setTimeout(() => {
    overdue.abort(new DownloadError(`it took more than ${limits.totalTimeout} ms in total`, false));
  }, limits.totalTimeout);
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
  if (retryAfter > limits.maximumRetryDelay) {
    const seconds = Math.ceil(retryAfter / 1000).toLocaleString('en-US');
    throw new DownloadError(`${error.message}, and the server asks to retry after ${seconds} s`, false);
  }
  return Math.max(limits.retryDelay * number, retryAfter);
}
