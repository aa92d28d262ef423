import type { Readable } from 'node:stream';
import { connectionFailure, hint } from './connection-failure.js';
import { DownloadError } from './download-error.js';
import type { DownloadLimits } from './download-limits.js';
import { environmentAgent } from './environment-agent.js';
import { untilAborted } from './until-aborted.js';

/** The beginning of a server's answer. */
export interface ResponseHead {
  readonly status: number;
  /** What the server calls its status, such as `'Forbidden'`; may be empty. */
  readonly statusText: string;
  /** A header's value; the first if it was sent several times. */
  header(name: string): string | undefined;
  /** Comes into memory whether it is read or not. */
  readonly body: Readable;
  /** The proxy that the environment names, as in `https_proxy is proxy.example.org:3128`. */
  readonly proxy?: string;
  /** Ends the connection. */
  close(): void;
}

/**
 * A body is never made to wait for its reader, who is to watch how much of it there is: undici ends the process if a
 * server closes the connection meanwhile (nodejs/undici#5360, mended in versions that run on Node 22 and later only).
 */
const highWaterMark = Number.MAX_SAFE_INTEGER;

/**
 * Asks for a URL over a connection of its own, through the environment's proxy.
 *
 * @param signal Ends the connection whenever it is aborted, also while the body is read.
 * @throws {DownloadError} if nobody can be reached, or the answer does not begin in time.
 */
export async function requestHead(
  url: URL,
  limits: Required<DownloadLimits>,
  signal: AbortSignal,
): Promise<ResponseHead> {
  // Loading undici takes 100 ms, which most who load this library never need.
  const undici = await import('undici');
  const { agent, proxy } = environmentAgent(url, undici);
  const close = () => {
    signal.removeEventListener('abort', close);
    agent.destroy().catch(() => {}); // It may be closed already.
  };
  signal.addEventListener('abort', close);
  const late = new AbortController();
  const timer = setTimeout(() => {
    late.abort(new DownloadError(`the server gave no answer in ${limits.answer} ms${hint(proxy)}`, false));
  }, limits.answer);
  try {
    const asking = undici.request(url, {
      dispatcher: agent,
      headers: { 'user-agent': 'mnist-lab' },
      highWaterMark,
    });
    // Whoever reads the body is told what broke it; one that nobody reads must not end the process.
    asking.then(({ body }) => body.on('error', () => {})).catch(() => {});
    const { statusCode, statusText, headers, body } = await untilAborted(
      asking,
      AbortSignal.any([signal, late.signal]),
    );
    const header = (name: string) => [headers[name]].flat()[0];
    return { status: statusCode, statusText: statusText ?? '', header, body, proxy, close };
  } catch (error) {
    close();
    signal.throwIfAborted();
    throw connectionFailure(error, proxy, false);
  } finally {
    clearTimeout(timer);
  }
}
