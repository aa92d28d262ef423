import http from 'node:http';
import https from 'node:https';
import tls from 'node:tls';
import { connectThroughProxy, proxyFor } from './proxy.js';

/** How long to wait for a server before giving it up. */
export interface DownloadTimeouts {
  /** Milliseconds from the request to the head of the answer. Defaults to 15,000. */
  readonly answer?: number;
  /** Milliseconds without a single byte. Defaults to 30,000. */
  readonly idle?: number;
  /** Milliseconds before a second attempt; twice as many before a third. Defaults to 500. */
  readonly retryPause?: number;
}

/** A failed download. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';

  constructor(
    message: string,
    /** Whether the same request may well succeed a moment later. */
    readonly isTemporary: boolean,
  ) {
    super(message);
  }
}

const redirects = new Set([301, 302, 303, 307, 308]);
const maximumRedirects = 5;

/**
 * Opens a URL for reading, following redirects and the environment's proxy.
 *
 * @returns The body as a stream of bytes; it fails with `DownloadError` when the connection breaks or idles.
 * @throws {DownloadError} If the server cannot be reached, does not answer in time, or answers anything else
 *   than 200.
 */
export async function openDownload(
  url: URL,
  timeouts: DownloadTimeouts = {},
  signal?: AbortSignal,
): Promise<AsyncIterable<Uint8Array>> {
  let location = url;
  for (let hop = 0; hop <= maximumRedirects; hop++) {
    const response = await requestHead(location, timeouts, signal);
    const { statusCode = 0, statusMessage = '', headers } = response;
    if (statusCode === 200) return readBody(response, timeouts.idle ?? 30_000);
    response.destroy();
    if (!redirects.has(statusCode) || !headers.location) {
      const isTemporary = statusCode >= 500 || statusCode === 429 || statusCode === 408;
      throw new DownloadError(
        `the server answered ${[statusCode, statusMessage].join(' ').trim()}, wanted 200`,
        isTemporary,
      );
    }
    location = new URL(headers.location, location);
  }
  throw new DownloadError(`the server redirected more than ${maximumRedirects} times`, false);
}

async function requestHead(
  url: URL,
  { answer = 15_000 }: DownloadTimeouts,
  signal?: AbortSignal,
): Promise<http.IncomingMessage> {
  const options: https.RequestOptions = { agent: false, headers: { 'user-agent': 'mnist-lab' }, signal };
  const proxy = proxyFor(url);
  if (proxy) {
    const socket = await connectThroughProxy(proxy, url, answer).catch((error: Error) => {
      throw new DownloadError(error.message, false);
    });
    // With an agent, Node would not look at createConnection; without one, it does not know the usual port.
    options.agent = undefined;
    options.defaultPort = url.protocol === 'https:' ? 443 : 80;
    options.createConnection = () =>
      url.protocol === 'https:' ? tls.connect({ socket, servername: url.hostname }) : socket;
  }
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? https : http).get(url, options, (response) => {
      clearTimeout(timer);
      resolve(response);
    });
    const timer = setTimeout(() => {
      request.destroy(new DownloadError(`the server gave no answer in ${answer} ms`, false));
    }, answer);
    request.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      if (error instanceof DownloadError || signal?.aborted) return reject(error);
      reject(new DownloadError(error.message || String(error.code), error.code === 'ECONNRESET'));
    });
  });
}

async function* readBody(response: http.IncomingMessage, idle: number): AsyncGenerator<Uint8Array> {
  const stop = () => {
    response.destroy(new DownloadError(`the server sent nothing for ${idle} ms`, true));
  };
  let timer = setTimeout(stop, idle);
  try {
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      clearTimeout(timer);
      yield chunk;
      timer = setTimeout(stop, idle);
    }
  } catch (error) {
    if (error instanceof DownloadError || (error as Error).name === 'AbortError') throw error;
    throw new DownloadError(`the connection broke (${(error as Error).message})`, true);
  } finally {
    clearTimeout(timer);
    response.destroy();
  }
}
