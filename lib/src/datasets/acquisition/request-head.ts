import type { Readable } from 'node:stream';
import { connectionFailure, hint } from './connection-failure.js';
import { DownloadError } from './download-error.js';
import type { DownloadLimits } from './download-limits.js';
import { environmentProxy } from './environment-proxy.js';
import { untilAborted } from './until-aborted.js';

/** The beginning of a server's answer. */
export interface ResponseHead {
  readonly status: number;
  /** What the server calls its status, such as `'Forbidden'`; may be empty. */
  readonly statusText: string;
  /** A header's value; the first if it was sent several times. */
  header(name: string): string | undefined;
  readonly body: Readable;
  /** The proxy that the environment names, as in `https_proxy is proxy.example.org:3128`. */
  readonly proxy?: string;
  /** Ends the connection. */
  close(): void;
}

/**
 * Asks for a URL over a connection of its own, through the environment's proxy.
 *
 * @param signal Ends the connection whenever it is aborted, also while the body is read.
 * @throws {DownloadError} If nobody can be reached, or the answer does not begin in time.
 */
export async function requestHead(
  url: URL,
  limits: Required<DownloadLimits>,
  signal: AbortSignal,
): Promise<ResponseHead> {
  const { proxy, options } = environmentProxy(url);
  // Loading it takes 100 ms, which most who load this library never need.
  const { EnvHttpProxyAgent, request } = await import('undici');
  // The limits are watched here: undici's own begin anew with each byte of a proxy's answer and round up to seconds.
  const untimed = { headersTimeout: 0, bodyTimeout: 0, connect: { timeout: 0 }, proxyTls: { timeout: 0 } };
  const agent = new EnvHttpProxyAgent({ ...options, ...untimed, proxyTunnel: false });
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
    const asking = request(url, { dispatcher: agent, headers: { 'user-agent': 'mnist-lab' } });
    // Whoever reads the body is told what broke it; one that nobody reads must not end the process.
    asking.then(({ body }) => body.on('error', () => {})).catch(() => {});
    const { statusCode, statusText, headers, body } = await untilAborted(
      asking,
      AbortSignal.any([signal, late.signal]),
    );
    const header = (name: string) => [headers[name]].flat()[0];
    return { status: statusCode, statusText, header, body, proxy, close };
  } catch (error) {
    close();
    signal.throwIfAborted();
    throw connectionFailure(error, proxy, false);
  } finally {
    clearTimeout(timer);
  }
}
