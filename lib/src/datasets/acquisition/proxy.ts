import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';

/** The proxy that the environment names for a URL (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`), if any. */
export function proxyFor(url: URL, environment: NodeJS.ProcessEnv = process.env): URL | undefined {
  const variable = (name: string) => environment[name.toLowerCase()] || environment[name.toUpperCase()];
  const proxy = variable(`${url.protocol.slice(0, -1)}_proxy`);
  if (!proxy) return undefined;
  const exempt = (variable('no_proxy') ?? '')
    .split(',')
    .map((host) => host.trim().replace(/^\*?\./, ''))
    .filter((host) => host !== '');
  const isExempt = exempt.some(
    (host) => host === '*' || url.hostname === host || url.hostname.endsWith(`.${host}`),
  );
  return isExempt ? undefined : new URL(proxy.includes('://') ? proxy : `http://${proxy}`);
}

/**
 * Opens a connection to the host of `url` through a proxy (HTTP CONNECT, RFC 9110 section 9.3.6).
 *
 * @throws {Error} If the proxy cannot be reached, refuses, or does not answer in time.
 */
export function connectThroughProxy(proxy: URL, url: URL, timeoutMilliseconds: number): Promise<Socket> {
  const target = `${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`;
  const headers: http.OutgoingHttpHeaders = { host: target };
  if (proxy.username) {
    const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
    headers['proxy-authorization'] = `Basic ${Buffer.from(login).toString('base64')}`;
  }
  return new Promise((resolve, reject) => {
    const transport = proxy.protocol === 'https:' ? https : http;
    const request = transport.request({
      host: proxy.hostname,
      port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
      method: 'CONNECT',
      path: target,
      headers,
      agent: false,
      timeout: timeoutMilliseconds,
    });
    request.once('connect', (response, socket) => {
      if (response.statusCode === 200) {
        socket.setTimeout(0);
        return resolve(socket);
      }
      socket.destroy();
      reject(new Error(`the proxy ${proxy.host} answered ${response.statusCode} for ${target}, wanted 200`));
    });
    request.once('timeout', () => {
      request.destroy(new Error(`the proxy ${proxy.host} gave no answer in ${timeoutMilliseconds} ms`));
    });
    request.once('error', reject);
    request.end();
  });
}
