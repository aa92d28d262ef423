import type { Readable } from 'node:stream';
import type { Dispatcher, Pool } from 'undici';
import { connectionFailure, DownloadError, hint } from './download-error.js';
import type { DownloadLimits } from './download-limits.js';
import { environmentProxy } from './environment-proxy.js';

export interface ResponseHead {
  readonly status: number;
  /** The reason phrase, such as `'Forbidden'`. May be empty. */
  readonly statusText: string;
  /** The value of a header, or the first value if the header was sent several times. */
  header(name: string): string | undefined;
  /** The body, which is received into memory even if it is not read. */
  readonly body: Readable;
  /** The proxy from the environment, such as `https_proxy is proxy.example.org:3128`. */
  readonly proxy?: string;
  close(): void;
}

/**
 * Disables backpressure, because undici crashes if a server closes the connection while reading is paused
 * (nodejs/undici#5360, fixed only in versions for Node 22 and later). The reader must therefore limit the size.
 */
const highWaterMark = Number.MAX_SAFE_INTEGER;

/**
 * Requests a URL over a new connection, through the environment's proxy.
 *
 * @param signal Closes the connection, also while the body is read.
 * @throws {DownloadError} if the server cannot be reached, or does not respond in time.
 */
export async function requestHead(
  url: URL,
  limits: Required<DownloadLimits>,
  signal: AbortSignal,
): Promise<ResponseHead> {
  // Load undici only here, because that takes 100 ms and most programs do not need it.
  const undici = await import('undici');
  const { agent, proxy } = environmentAgent(url, undici);
  const close = () => {
    signal.removeEventListener('abort', close);
    agent.destroy().catch(() => {}); // The agent may already be closed.
  };
  signal.addEventListener('abort', close);
  const late = new AbortController();
  const timer = setTimeout(() => {
    late.abort(
      new DownloadError(
        `the server did not respond within ${limits.responseTimeout} ms${hint(proxy)}`,
        false,
      ),
    );
  }, limits.responseTimeout);
  try {
    const asking = undici.request(url, {
      dispatcher: agent,
      headers: { 'user-agent': 'mnist-lab' },
      highWaterMark,
    });
    // Errors of the body go to its reader. If there is none, they must not end the process.
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
 * An agent for a URL, with the environment's proxy. undici's own timeouts are disabled, because they restart
 * with each byte of a proxy's answer and are rounded up to seconds.
 *
 * @throws {DownloadError} if the environment's proxy is invalid.
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
 * Replaces undici's own connection errors. After those, undici would reconnect thousands of times per second if
 * a proxy closes connections.
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
 * Waits for a promise that cannot be cancelled (such as a DNS lookup), until a signal is aborted.
 *
 * @throws the signal's reason if it is aborted first.
 */
export async function untilAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  promise.catch(() => {}); // Prevents an unhandled rejection after the wait was aborted.
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
