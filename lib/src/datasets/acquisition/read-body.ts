import { DownloadError } from './download-error.js';
import type { DownloadLimits } from './download-limits.js';
import { untilAborted } from './until-aborted.js';

/**
 * Reads a body as long as it comes fast enough. Only the time spent waiting for it is counted, not what the reader
 * does in between.
 *
 * @throws {DownloadError} if less than the least rate comes while `idle` milliseconds are waited.
 * @throws the signal's reason if it is aborted.
 */
export async function* readBody(
  body: AsyncIterable<Uint8Array>,
  { idle, leastRate }: Required<DownloadLimits>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const wanted = Math.max(1, (leastRate * idle) / 1000);
  const chunks = body[Symbol.asyncIterator]();
  const tooSlow = new AbortController();
  const either = AbortSignal.any([signal, tooSlow.signal]);
  let received = 0;
  let waited = 0;
  for (;;) {
    const timer = setTimeout(
      () => tooSlow.abort(slowness(received, idle, leastRate)),
      Math.max(0, idle - waited),
    );
    const begun = performance.now();
    const { done, value } = await untilAborted(chunks.next(), either).finally(() => clearTimeout(timer));
    if (done) return;
    waited += performance.now() - begun;
    received += value.length;
    yield value;
    if (received >= wanted) received = waited = 0;
  }
}

function slowness(received: number, idle: number, leastRate: number): DownloadError {
  const message =
    received === 0
      ? `the server sent nothing for ${idle} ms`
      : `the server sent ${received} bytes in ${idle} ms, expected at least ${leastRate} a second`;
  return new DownloadError(message, true);
}
