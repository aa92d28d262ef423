import type http from 'node:http';
import { connect } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { openDownload } from '../../lib/src/datasets/acquisition/download.js';
import { proxyFor } from '../../lib/src/datasets/acquisition/proxy.js';
import { loopbackServer } from './loopback-server.js';

afterEach(() => vi.unstubAllEnvs());

async function readAll(url: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await openDownload(new URL(url))) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** A proxy that connects every name to one port of this machine, as a company's proxy would to the world. */
async function loopbackProxy(port: string, answer = '200 Connected') {
  const { url, server } = await loopbackServer((_, response) => {
    response.writeHead(405).end();
  });
  const asked: { target: string; login: string | undefined }[] = [];
  server.on('connect', (request: http.IncomingMessage, socket) => {
    asked.push({ target: request.url!, login: request.headers['proxy-authorization'] });
    socket.write(`HTTP/1.1 ${answer}\r\n\r\n`);
    const onward = connect(Number(port), '127.0.0.1');
    onward.pipe(socket);
    socket.pipe(onward);
    socket.on('close', () => onward.destroy());
    onward.on('error', () => socket.destroy());
  });
  return { url, asked };
}

test('downloads go through the proxy that the environment names, with its login', async () => {
  const { url } = await loopbackServer((request, response) => {
    response.end(`${request.headers.host} ${request.url}`);
  });
  const proxy = await loopbackProxy(new URL(url).port);
  vi.stubEnv('http_proxy', proxy.url.replace('//', '//me:p%40ss@'));
  vi.stubEnv('no_proxy', '');
  expect(await readAll('http://data.invalid/file')).toBe('data.invalid /file');
  const login = `Basic ${Buffer.from('me:p@ss').toString('base64')}`;
  expect(proxy.asked).toEqual([{ target: 'data.invalid:80', login }]);
});

test('a proxy that refuses is named', async () => {
  const proxy = await loopbackProxy('1', '403 Forbidden');
  vi.stubEnv('http_proxy', proxy.url);
  vi.stubEnv('no_proxy', '');
  await expect(readAll('http://data.invalid/')).rejects.toThrow(
    `the proxy ${new URL(proxy.url).host} answered 403 for data.invalid:80, wanted 200`,
  );
});

test('proxyFor() reads the variables as other tools do', () => {
  const url = new URL('https://storage.example.org/mnist/');
  expect(proxyFor(url, {})).toBeUndefined();
  expect(proxyFor(url, { http_proxy: 'http://p:1' })).toBeUndefined();
  expect(proxyFor(url, { HTTPS_PROXY: 'http://p:1' })?.href).toBe('http://p:1/');
  expect(proxyFor(url, { https_proxy: 'p:3128' })?.host).toBe('p:3128');
  for (const exempt of ['*', 'example.org', '.example.org', 'a, storage.example.org']) {
    expect(proxyFor(url, { HTTPS_PROXY: 'http://p:1', NO_PROXY: exempt })).toBeUndefined();
  }
  expect(proxyFor(url, { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'ample.org' })?.host).toBe('p:1');
});
