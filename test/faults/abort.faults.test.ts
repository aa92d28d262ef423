import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatasetSource } from 'mnist-lab';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { downloadEntry } from '../../lib/src/datasets/download-dataset.js';
import { entry } from '../datasets/acquire-from.js';
import { temporaryFolder } from '../temporary-folder.js';
import { begin, right, rightFile, say } from './answers.js';
import { type Greeting, type RawAnswer, withServers, writeSlowly } from './raw-server.js';
import { tries } from './report/fault-kinds.js';

afterEach(() => vi.unstubAllEnvs());

/** Limits longer than the time limit of the test. */
const limits = {
  responseTimeout: 3_600_000,
  idleTimeout: 3_600_000,
  retryDelay: 3_600_000,
  maximumRetryDelay: 3_600_000,
  minimumRate: 1,
};

const never: RawAnswer = () => {};
const slowly: RawAnswer = (socket, request) =>
  socket.write(begin()) && writeSlowly(socket, rightFile(request), 1, 50);
const mirror = (url: string): DatasetSource => ({ kind: 'mirror', url });
const archive = (url: string): DatasetSource => ({
  kind: 'archive',
  url,
  bytes: 1000,
  sha256: 'a'.repeat(64),
});
const named = (scheme: string) => () => mirror(`${scheme}://data.invalid/`);

/** Starts a download, aborts it after a moment, and checks that it ended and left nothing. */
async function expectStopped(source: DatasetSource): Promise<void> {
  const cacheDirectory = temporaryFolder();
  const stop = new AbortController();
  const options = { cacheDirectory, directory: '', sources: [source], limits, signal: stop.signal };
  const acquiring = downloadEntry(entry, options);
  await sleep(200);
  const reason = new Error('enough');
  stop.abort(reason);
  await expect(acquiring).rejects.toBe(reason);
  expect(readdirSync(path.join(cacheDirectory, entry.name))).toEqual([]);
}

describe('an abort signal ends a download while', tries('stopping'), () => {
  test.each<[string, RawAnswer | Greeting, (url: string) => DatasetSource]>([
    ['a server does not answer', never, mirror],
    [
      'a server sends its headers slowly',
      (socket) => writeSlowly(socket, begin('x: y'.repeat(100)), 1, 50),
      mirror,
    ],
    ['a server sends nothing after its headers', (socket) => socket.write(begin()), mirror],
    ['a file arrives slowly', slowly, mirror],
    ['the download waits to retry a server', say('503 Busy\r\nretry-after: 1800'), mirror],
    ['the download waits to retry a broken connection', (socket) => socket.end(), mirror],
    ['the server of an archive does not answer', never, archive],
    ['an archive arrives slowly', slowly, archive],
    ['the download waits to retry an archive', (socket) => socket.end(), archive],
    ['a proxy does not answer', never, named('http')],
    ['a proxy forwards a file slowly', slowly, named('http')],
    ['a proxy does not respond to the request for a tunnel', never, named('https')],
    [
      'a proxy opens a tunnel slowly',
      (socket) => writeSlowly(socket, begin('x: y'.repeat(100)), 1, 50),
      named('https'),
    ],
    ['the server behind a tunnel does not answer', (socket) => socket.write(begin()), named('https')],
    ['the download waits to retry a closed proxy connection', (socket) => socket.end(), named('https')],
  ])('%s', async (_, answer, source) => {
    await withServers([answer], async ([url]) => {
      for (const scheme of ['http', 'https']) vi.stubEnv(`${scheme}_proxy`, url!);
      vi.stubEnv('no_proxy', '127.0.0.1');
      await expectStopped(source(url!));
    });
  });
});

test('a download whose signal is aborted from the start does not begin', tries('stopping'), async () => {
  const cacheDirectory = temporaryFolder();
  const options = { cacheDirectory, directory: '', signal: AbortSignal.abort(new Error('enough')) };
  await expect(downloadEntry(entry, options)).rejects.toThrow('enough');
  expect(existsSync(path.join(cacheDirectory, entry.name))).toBe(false);
});

test('a finished download leaves no open connection and no timer', tries('stopping'), async () => {
  await withServers([right], async ([url]) => {
    vi.stubEnv('http_proxy', '');
    const options = { cacheDirectory: temporaryFolder(), directory: '', sources: [mirror(url!)], limits };
    const handles = () => process.getActiveResourcesInfo().filter((kind) => /TCP|TLS|Timeout/.test(kind));
    const before = handles().length;
    await downloadEntry(entry, options);
    await vi.waitFor(() => expect(handles().length).toBeLessThanOrEqual(before), { timeout: 10_000 });
  });
});
