import type { Readable } from 'node:stream';
import type { Dispatcher, Pool } from 'undici';
import { connectionFailure, DownloadError, hint } from './download-error.js';
import type { DownloadLimits } from './download-limits.js';
import { environmentProxy } from './environment-proxy.js';

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
    late.abort(
      new DownloadError(`the server gave no answer in ${limits.responseTimeout} ms${hint(proxy)}`, false),
    );
  }, limits.responseTimeout);
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

/**
 * Makes an agent that reaches a URL as the environment wants it.
 *
 * undici's own limits are switched off: they begin anew with each byte of a proxy's answer and round up to seconds.
 *
 * @throws {DownloadError} if the environment names no valid proxy.
 */
function environmentAgent(url: URL, undici: typeof import('undici')) {
  const { proxy, options } = environmentProxy(url);
  const agent = new undici.EnvHttpProxyAgent({
    ...options,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: 0 },
    proxyTls: { timeout: 0 },
    proxyTunnel: false,
    clientFactory: (origin: URL, poolOptions: object) =>
      onceOnly(new undici.Pool(origin, poolOptions), proxy),
  });
  return { agent, proxy };
}

type Connect = (options: Dispatcher.ConnectOptions) => Promise<Dispatcher.ConnectData>;

/**
 * Connections to a proxy. undici takes one that closes for something to try again at once, some thousand times a
 * second, and only that error, so it is given another.
 */
function onceOnly(pool: Pool, proxy: string | undefined): Pool {
  const connect = pool.connect.bind(pool) as Connect;
  const connectOnce: Connect = async (connectOptions) => {
    try {
      return await connect(connectOptions);
    } catch (error) {
      throw connectionFailure(error, proxy, false);
    }
  };
  return Object.assign(pool, { connect: connectOnce });
}

/**
 * Waits for a promise, but no longer than until a signal is aborted: some waits, as for a name server, cannot be
 * ended themselves.
 *
 * @throws the signal's reason if it is aborted first.
 */
export async function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  promise.catch(() => {}); // Whoever no longer waits does not hear how it ended.
  signal.throwIfAborted();
  let stopWaiting = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stopWaiting = () => reject(signal.reason);
    signal.addEventListener('abort', stopWaiting, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stopWaiting);
  }
}
