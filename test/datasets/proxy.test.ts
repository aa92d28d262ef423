import type http from 'node:http';
import { afterEach, expect, test, vi } from 'vitest';
import { download } from '../../lib/src/datasets/acquisition/download.js';
import { completeLimits } from '../../lib/src/datasets/acquisition/download-limits.js';
import { environmentProxy } from '../../lib/src/datasets/acquisition/environment-proxy.js';
import { loopbackServer } from './loopback-server.js';

afterEach(() => vi.unstubAllEnvs());

async function readAll(url: string): Promise<string> {
  const request = { limits: completeLimits(), signal: new AbortController().signal, largestBytes: 1000 };
  const chunks: Uint8Array[] = [];
  for await (const chunk of download(new URL(url), request)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** A proxy that answers every request with its host and URL, and rejects every tunnel. It records both. */
async function loopbackProxy(status = 200) {
  const asked: { target: string; login: string | undefined }[] = [];
  const note = ({ url = '', headers }: http.IncomingMessage) =>
    asked.push({ target: url, login: headers['proxy-authorization'] });
  const { url, server } = await loopbackServer((request, response) => {
    note(request);
    response.writeHead(status).end(`${request.headers.host} ${request.url}`);
  });
  server.on('connect', (request: http.IncomingMessage, socket) => {
    note(request);
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  vi.stubEnv('no_proxy', '');
  return { url, asked };
}

test('downloads use the proxy in http_proxy, with its user name and password', async () => {
  const proxy = await loopbackProxy();
  vi.stubEnv('http_proxy', proxy.url.replace('//', '//me:p%40ss@'));
  expect(await readAll('http://data.invalid/file')).toBe('data.invalid http://data.invalid/file');
  const login = `Basic ${Buffer.from('me:p@ss').toString('base64')}`;
  expect(proxy.asked).toEqual([{ target: 'http://data.invalid/file', login }]);
});

test('https downloads ask the proxy for a tunnel, and the error names a proxy that rejects it', async () => {
  const proxy = await loopbackProxy();
  vi.stubEnv('https_proxy', proxy.url);
  await expect(readAll('https://data.invalid/')).rejects.toThrow(
    `the proxy responded with 403, expected 200 (https_proxy is ${new URL(proxy.url).host})`,
  );
  expect(proxy.asked).toEqual([{ target: 'data.invalid:443', login: undefined }]);
});

test('hosts in no_proxy are contacted without the proxy', async () => {
  const proxy = await loopbackProxy();
  const { url } = await loopbackServer((_, response) => {
    response.end('direct');
  });
  vi.stubEnv('http_proxy', proxy.url);
  for (const exempt of ['*', '127.0.0.1', 'a, 127.0.0.1']) {
    vi.stubEnv('no_proxy', exempt);
    expect(await readAll(url)).toBe('direct');
  }
  expect(proxy.asked).toEqual([]);
});

test('environmentProxy() selects the variable by the protocol of the URL, and accepts capitals, a missing scheme and a login', () => {
  const url = new URL('https://storage.example.org/mnist/');
  const route = (environment: NodeJS.ProcessEnv, to = url) => environmentProxy(to, environment).options;
  expect(route({})).toEqual({ httpProxy: '', httpsProxy: '' });
  expect(route({ http_proxy: 'http://p:1' })).toEqual({ httpProxy: '', httpsProxy: '' });
  expect(route({ HTTPS_PROXY: 'http://p:1' }).httpsProxy).toBe('http://p:1');
  expect(route({ https_proxy: 'p:3128' }).httpsProxy).toBe('http://p:3128');
  expect(route({ http_proxy: 'https://p' }, new URL('http://example.org/')).httpProxy).toBe('https://p');
  // A login may have no password, or an unescaped percent sign.
  const token = (login: string) => `Basic ${Buffer.from(login).toString('base64')}`;
  expect(route({ https_proxy: 'http://me@p:1' }).token).toBe(token('me:'));
  expect(route({ https_proxy: 'http://me:100%@p:1' }).token).toBe(token('me:100%'));
});

test.each(['socks5://secret@p:1', 'http://secret:secret@[', 'ftp://secret@p'])(
  'the error for the invalid proxy URL %s names the variable and hides the password',
  (value) => {
    const read = () => environmentProxy(new URL('http://example.org/'), { HTTP_PROXY: value });
    expect(read).toThrow(
      'expected the environment variable HTTP_PROXY to be an http or https URL such as http://proxy.example.org',
    );
    expect(read).not.toThrow('secret');
  },
);
