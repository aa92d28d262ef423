import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import {
  createDigitModel,
  createRandom,
  fitOodDetector,
  loadDataset,
  saveModel,
  splitValidation,
  subset,
  train,
} from 'mnist-lab';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { createServer } from '../../examples/server.js';
import { hostilePng, hostileSvg } from '../../scripts/load/hostile-images.js';
import { compileLibrary } from '../compile-library.js';
import { strokePicture } from '../images/stroke.js';

let server: FastifyInstance;
let port: number;
/** Requests that the server has received and neither answered nor dropped. */
const pending = new Set<ServerResponse>();
/** The same service with other host names and an allowed website. */
const open = { port: 0, close: async () => {} };

beforeAll(async () => {
  compileLibrary();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'mnist-lab-test-'));
  await saveModel(createDigitModel(), folder);
  server = await createServer(folder);
  server.server.on('request', (_request, response: ServerResponse) => {
    pending.add(response);
    response.once('close', () => pending.delete(response));
  });
  const other = await createServer(folder, {
    hosts: ['Digits.example.org'],
    origins: ['https://example.org'],
  });
  await other.listen({ port: 0, host: '127.0.0.1' });
  Object.assign(open, {
    port: (other.server.address() as AddressInfo).port,
    close: () => other.close(),
  });
  rmSync(folder, { recursive: true });
  await server.listen({ port: 0, host: '127.0.0.1' });
  port = (server.server.address() as AddressInfo).port;
});

afterAll(async () => {
  await server.close();
  await open.close();
});

interface Answer {
  readonly status: number;
  readonly retryAfter?: string | undefined;
  readonly body: { error?: string; class?: string; outOfDistribution?: boolean };
}

async function post(body: Buffer, type: string, to = port): Promise<Answer> {
  const sent = request({
    port: to,
    host: '127.0.0.1',
    method: 'POST',
    path: '/predict',
    headers: { 'content-type': type },
  });
  sent.end(body);
  const [answer] = await once(sent, 'response');
  let text = '';
  for await (const part of answer) text += part;
  return { status: answer.statusCode, retryAfter: answer.headers['retry-after'], body: JSON.parse(text) };
}

interface Headers {
  readonly [name: string]: string | undefined;
}

/** Sends a request with these headers to a service with another host name and an allowed website. */
async function ask(method: string, headers: Headers): Promise<{ status: number; headers: Headers }> {
  const sent = request({ port: open.port, host: '127.0.0.1', method, path: '/predict', headers });
  sent.end(method === 'POST' ? await small() : undefined);
  const [answer] = await once(sent, 'response');
  answer.resume();
  return { status: answer.statusCode, headers: answer.headers };
}

const small = () => strokePicture(28).png().toBuffer();

const type = { 'content-type': 'image/png' };

test.each([
  ['digits.example.org', 200],
  ['DIGITS.example.org:8080', 200],
  ['127.0.0.1', 421],
  ['attacker.example', 421],
  ['digits.example.org.attacker.example', 421],
  ['', 421],
])(
  'a server with allowed host names answers a request to the host %j with status %d',
  async (host, status) => {
    expect((await ask('POST', { ...type, host })).status).toBe(status);
  },
);

test.each([
  ['localhost:80', 200],
  ['[::1]:80', 200],
  ['attacker.example', 421],
])(
  'a server without allowed host names answers a request to the host %j with status %d',
  async (host, status) => {
    const sent = request({ port, host: '127.0.0.1', path: '/', headers: { host } });
    sent.end();
    const [answer] = await once(sent, 'response');
    answer.resume();
    expect(answer.statusCode).toBe(status);
  },
);

test('only scripts of allowed websites can send images and read the answers', async () => {
  const host = 'digits.example.org';
  const own = 'https://example.org';
  const asked = { host, 'access-control-request-method': 'POST' };
  const preflight = await ask('OPTIONS', { ...asked, origin: own });
  expect(preflight.status).toBe(204);
  expect(preflight.headers).toMatchObject({
    'access-control-allow-origin': own,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type',
    vary: 'origin',
  });
  expect((await ask('POST', { ...type, host, origin: own })).headers['access-control-allow-origin']).toBe(
    own,
  );
  for (const origin of ['https://attacker.example', 'http://example.org', 'null']) {
    for (const method of ['OPTIONS', 'POST'])
      expect((await ask(method, { ...asked, ...type, origin })).headers).not.toHaveProperty(
        'access-control-allow-origin',
      );
  }
});

test('the server rejects SVG images that take minutes to draw, and answers other requests meanwhile', async () => {
  const attacks = Array.from({ length: 6 }, (_, index) =>
    post(hostileSvg, index % 2 ? 'image/png' : 'image/svg+xml'),
  );
  expect((await post(await small(), 'image/png')).status).toBe(200);
  for (const { status, body } of await Promise.all(attacks)) {
    expect(status).toBe(422);
    expect(body.error).toContain('found something else');
  }
});

test('the server rejects small files with 64 million pixels before it decodes them', async () => {
  const png = hostilePng(8000);
  expect(png.length).toBeLessThan(20_000);
  const before = process.memoryUsage().rss;
  const attacks = Array.from({ length: 40 }, () => post(png, 'image/png'));
  expect((await post(await small(), 'image/png')).status).toBe(200);
  for (const { status, body } of await Promise.all(attacks)) {
    expect(status).toBe(413);
    expect(body.error).toBe('Decoding the image: expected at most 4000000 pixels but found 64000000.');
  }
  expect(process.memoryUsage().rss - before).toBeLessThan(300e6);
});

test('the server answers large images with status 503 if too many are queued, and still classifies small ones', async () => {
  const avif = await strokePicture(1999).avif({ quality: 10, effort: 0 }).toBuffer();
  const attacks = Array.from({ length: 60 }, () => post(avif, 'image/avif'));
  expect((await post(await small(), 'image/png')).status).toBe(200);
  const answers = await Promise.all(attacks);
  const turnedAway = answers.filter(({ status }) => status === 503);
  expect(turnedAway.length).toBeGreaterThan(0);
  expect(turnedAway[0]).toMatchObject({
    retryAfter: '1',
    body: { error: 'The server is busy: too many images are being read. Try again in a second.' },
  });
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(8);
  expect(answers.every(({ status }) => status === 200 || status === 503)).toBe(true);
});

test('the server answers with status 503 while the announced request bodies exceed its memory limit', async () => {
  const pendingAre = (count: number) =>
    vi.waitUntil(() => pending.size === count, { timeout: 60_000, interval: 10 });
  // A request of another test, or an early one of this test, would take memory from the last of these requests.
  await pendingAre(0);
  const slow = Array.from({ length: 200 }, () => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(
      'POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: 1000000\r\n\r\nx',
    );
    return socket;
  });
  await pendingAre(slow.length);
  expect((await post(await small(), 'image/png')).status).toBe(503);
  for (const socket of slow) socket.destroy();
  await pendingAre(0);
  expect((await post(await small(), 'image/png')).status).toBe(200);
});

test('the server aborts a request whose body takes too long to arrive', async () => {
  const { requestTimeout } = server.server;
  expect(requestTimeout).toBe(10_000);
  // A shorter limit keeps the test short. Node enforces it only because the server sets a short check interval.
  server.server.requestTimeout = 1_000;
  const socket = connect(port, '127.0.0.1');
  const drip = setInterval(() => socket.write('x'), 200);
  onTestFinished(() => {
    clearInterval(drip);
    socket.destroy();
    server.server.requestTimeout = requestTimeout;
  });
  socket.write(
    'POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: 1000\r\n\r\n',
  );
  const [answer] = await once(socket, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1\.1 408 /);
});

test.each([
  'application/octet-stream; charset=binary',
  'Application/Octet-Stream',
  'application/octet-stream',
])('the server accepts raw pixels with the content type %s', async (type) => {
  expect((await post(Buffer.alloc(784), type)).status).toBe(200);
  expect((await post(Buffer.alloc(10), type)).body.error).toBe(
    'Reading pixels: expected 28 × 28 bytes but found 10.',
  );
});

test('the server accepts the content type IMAGE/PNG and rejects unsupported ones', async () => {
  expect((await post(await small(), 'IMAGE/PNG')).status).toBe(200);
  expect((await post(Buffer.from('{}'), 'application/json')).status).toBe(415);
  expect((await post(Buffer.alloc(784), 'application/octet-streams')).status).toBe(415);
});

test('the server returns the predicted class of an out-of-distribution image, and flags the image', async () => {
  const { train: all, test: unseen } = await loadDataset('mnist');
  const few = subset(
    all,
    Array.from({ length: 12_000 }, (_, index) => index),
  );
  const parts = splitValidation(few, { size: 2000, seed: 1 });
  const model = createDigitModel();
  await train(model, parts.train, { epochs: 3, batchSize: 100, seed: 1 });
  fitOodDetector(model, parts.validation);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'mnist-lab-test-'));
  await saveModel(model, folder);
  const taught = await createServer(folder);
  rmSync(folder, { recursive: true });
  onTestFinished(() => taught.close());
  await taught.listen({ port: 0, host: '127.0.0.1' });
  const to = (taught.server.address() as AddressInfo).port;
  const ask = (pixels: Uint8Array) => post(Buffer.from(pixels), 'application/octet-stream', to);
  const digits = Array.from({ length: 50 }, (_, index) =>
    unseen.images.subarray(index * 784, (index + 1) * 784),
  );
  const answers = await Promise.all(digits.map(ask));
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(40);
  const random = createRandom(1);
  const noise = Uint8Array.from({ length: 784 }, () => random.integer(256));
  expect(await ask(noise)).toMatchObject({
    status: 422,
    body: {
      error: 'The image is out of distribution: it is unlike the training images',
      outOfDistribution: true,
      class: expect.stringMatching(/^\d$/),
      probability: expect.any(Number),
    },
  });
});
