import type { Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';
import { connectionFailure } from './connection-failure.js';
import { environmentProxy } from './environment-proxy.js';

/** Something that asks for URLs, and what the environment says of the proxy that it uses for them. */
export interface EnvironmentAgent {
  readonly agent: EnvHttpProxyAgent;
  /** As in `https_proxy is proxy.example.org:3128`. */
  readonly proxy?: string;
}

/**
 * Makes an agent that reaches a URL as the environment wants it.
 *
 * undici's own limits are switched off: they begin anew with each byte of a proxy's answer and round up to seconds.
 *
 * @param undici The library, which is loaded by who needs it.
 * @throws {DownloadError} if the environment names no valid proxy.
 */
export function environmentAgent(url: URL, undici: typeof import('undici')): EnvironmentAgent {
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
