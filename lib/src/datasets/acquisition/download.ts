import { connectionFailure, DownloadError, isTemporaryStatus } from './download-error.js';
import type { DownloadLimits } from './download-limits.js';
import { type ResponseHead, requestHead, untilAborted } from './request.js';

interface DownloadRequest {
  readonly limits: Required<DownloadLimits>;
  readonly signal: AbortSignal;
  /** The download fails if there are more bytes than this. */
  readonly largestBytes: number;
}

const redirects = new Set([301, 302, 303, 307, 308]);
const maximumRedirects = 5;

/**
 * Downloads a URL, following redirects and the environment's proxy.
 *
 * @returns The body's bytes as they arrive.
 * @throws {DownloadError} if the server cannot be reached, responds with a status other than 200, closes the
 *   connection early, is too slow or sends too much.
 * @throws the signal's reason if it is aborted.
 */
export async function* download(url: URL, request: DownloadRequest): AsyncGenerator<Uint8Array> {
  const { limits, signal, largestBytes } = request;
  const head = await followRedirects(url, limits, signal);
  try {
    const announced = Number(head.header('content-length') ?? 0);
    if (announced > largestBytes) throw tooLong(`announces ${announced}`, largestBytes);
    let received = 0;
    for await (const chunk of readBody(head.body, limits, signal)) {
      received += chunk.length;
      if (received + head.body.readableLength > largestBytes) throw tooLong(`sends more`, largestBytes);
      yield chunk;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw connectionFailure(error, head.proxy, true);
  } finally {
    head.close();
  }
}

async function followRedirects(
  url: URL,
  limits: Required<DownloadLimits>,
  signal: AbortSignal,
): Promise<ResponseHead> {
  let location = url;
  for (let hop = 0; hop <= maximumRedirects; hop++) {
    const head = await requestHead(location, limits, signal);
    if (head.status === 200) return head;
    head.close();
    const target = head.header('location');
    if (!redirects.has(head.status) || !target) throw refusal(head);
    location = redirectTarget(target, location);
  }
  throw new DownloadError(`the server redirected more than ${maximumRedirects} times`, false);
}

function redirectTarget(target: string, from: URL): URL {
  const location = URL.canParse(target, from.href) ? new URL(target, from) : undefined;
  if (location && ['http:', 'https:'].includes(location.protocol)) return location;
  throw new DownloadError(
    `the server redirected to ${JSON.stringify(target.slice(0, 100))}, expected a URL of http or https`,
    false,
  );
}

function refusal({ status, statusText, header }: ResponseHead): DownloadError {
  const answer = [status, printable(statusText)].join(' ').trim();
  const isTemporary = isTemporaryStatus(status);
  return new DownloadError(
    `the server responded with ${answer}, expected 200`,
    isTemporary,
    isTemporary ? retryAfter(header('retry-after')) : undefined,
  );
}

/** Parses a `Retry-After` header (seconds or a date; RFC 9110, section 10.2.3) into milliseconds. */
function retryAfter(value: string | undefined): number | undefined {
  if (!value) return undefined;
  const milliseconds = /^\d+$/.test(value) ? 1000 * Number(value) : Date.parse(value) - Date.now();
  return milliseconds > 0 ? milliseconds : undefined;
}

/** A server's text, shortened, with `?` for everything except printable ASCII. */
function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 100);
}

function tooLong(deed: string, largestBytes: number): DownloadError {
  return new DownloadError(`the server ${deed} bytes, expected at most ${largestBytes}`, false);
}

/**
 * Reads a body while it arrives fast enough. Only the time spent waiting for the server counts, not the time
 * that the caller needs.
 *
 * @throws {DownloadError} if the rate over `idleTimeout` milliseconds of waiting is below the minimum.
 * @throws the signal's reason if it is aborted.
 */
async function* readBody(
  body: AsyncIterable<Uint8Array>,
  { idleTimeout, minimumRate }: Required<DownloadLimits>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const wanted = Math.max(1, (minimumRate * idleTimeout) / 1000);
  const chunks = body[Symbol.asyncIterator]();
  const tooSlow = new AbortController();
  const either = AbortSignal.any([signal, tooSlow.signal]);
  let received = 0;
  let waited = 0;
  for (;;) {
    const timer = setTimeout(
      () => tooSlow.abort(slowness(received, idleTimeout, minimumRate)),
      Math.max(0, idleTimeout - waited),
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

function slowness(received: number, idleTimeout: number, minimumRate: number): DownloadError {
  const message =
    received === 0
      ? `the server sent nothing for ${idleTimeout} ms`
      : `the server sent ${received} bytes in ${idleTimeout} ms, expected at least ${minimumRate} per second`;
  return new DownloadError(message, true);
}
