import { acquireLock } from './plain/lock.cjs';
import type { OnProgress } from './progress.js';

/**
 * The lock of a set-up; while another one holds it, progress tells so.
 *
 * @param file of the lock.
 * @param python The interpreter that holds it.
 */
export function waitForLock(
  file: string,
  python: string,
  { signal, onProgress }: { readonly signal?: AbortSignal; readonly onProgress?: OnProgress },
) {
  return acquireLock(file, {
    python,
    signal,
    onWait: (holder) =>
      onProgress?.({
        step: 'wait',
        state: 'started',
        message: `another set-up (${holder}) is at work here; this one goes on when it has ended`,
        seconds: 0,
      }),
  });
}
