import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { AcquisitionError } from 'mnist-lab';
import { describe, expect, test } from 'vitest';
import type { DownloadLimits } from '../../lib/src/datasets/acquisition/download-limits.js';
import { downloadEntry } from '../../lib/src/datasets/download-dataset.js';
import { loadEntry } from '../../lib/src/datasets/load-dataset.js';
import { temporaryFolder } from '../temporary-folder.js';
import {
  type Answer,
  acquireFrom,
  acquireWithin,
  bytes,
  entry,
  fileNames,
  serveFiles,
} from './acquire-from.js';

describe('downloading a dataset from a mirror', () => {
  test('leaves only the verified files in the cache', async () => {
    const { acquired, kept, cache, options } = await acquireFrom(serveFiles);
    expect(acquired).toMatchObject({ name: 'small', cache });
    expect(kept.toSorted()).toEqual(fileNames);
    for (const name of fileNames)
      expect(readFileSync(path.join(cache, name))).toEqual(Buffer.from(bytes.get(name)!));
    const loaded = await loadEntry(entry, options);
    expect(loaded.train.images).toEqual(bytes.get('train-images-idx3-ubyte')!.subarray(16));
  });

  test('makes no request if the cache is complete', async () => {
    const { options, servers } = await acquireFrom(serveFiles);
    const { downloaded } = await downloadEntry(entry, { ...options, download: false });
    expect(downloaded).toEqual([]);
    await downloadEntry(entry, options);
    expect(servers[0]!.requests).toHaveLength(4);
  });

  test('reports bytes, total and rate during the download', async () => {
    const { progress, servers } = await acquireFrom(serveFiles);
    const total = [...bytes.values()].reduce((sum, content) => sum + content.length, 0);
    expect(progress.at(0)).toMatchObject({
      dataset: 'small',
      source: servers[0]!.url,
      bytes: 0,
      totalBytes: total,
    });
    expect(progress.at(-1)).toMatchObject({ bytes: total, totalBytes: total });
    expect(progress.at(-1)!.bytesPerSecond).toBeGreaterThan(0);
  });

  test('follows redirects', async () => {
    const { acquired } = await acquireFrom((request, response) => {
      if (request.url!.startsWith('/moved/')) return serveFiles(request, response);
      response.writeHead(302, { location: `/moved${request.url}` }).end();
    });
    expect(acquired).not.toBeInstanceOf(Error);
  });

  test('gives up on a mirror with a redirect loop', async () => {
    const { acquired } = await acquireFrom((_, response) => {
      response.writeHead(302, { location: '/again' }).end();
    });
    expect(String(acquired)).toContain('redirected more than 5 times');
  });

  test('succeeds if the server pauses while it sends a file', async () => {
    const { acquired } = await acquireFrom((request, response) => {
      const content = gzipSync(bytes.get(path.basename(request.url!, '.gz'))!);
      if (content.length > 1000) return response.end(content);
      const half = content.length / 2;
      setTimeout(() => response.write(content.subarray(0, half)), 50);
      setTimeout(() => response.end(content.subarray(half)), 100);
    });
    expect(acquired).not.toBeInstanceOf(Error);
  });
});

describe('a failed download from a mirror', () => {
  test.each<[name: string, answer: Answer, reason: string, limits?: DownloadLimits]>([
    [
      'responds with status 403 and a web page',
      (_, response) => {
        response.writeHead(403, { 'content-type': 'text/html' }).end('<html>Forbidden</html>');
      },
      'the server responded with 403 Forbidden, expected 200',
    ],
    [
      'sends a web page instead of the file',
      (_, response) => {
        response.end('<html>Sign in to the network</html>');
      },
      'the response is not a gzip file',
    ],
    [
      'sends other bytes of the same length',
      (request, response) => {
        const content = bytes.get(path.basename(request.url!, '.gz'))!.slice();
        content[content.length - 1]! ^= 1;
        response.end(gzipSync(content));
      },
      't10k-labels-idx1-ubyte has the sha256 ',
    ],
    [
      'sends more bytes than the file has',
      (_, response) => {
        response.end(gzipSync(new Uint8Array(100_000)));
      },
      't10k-labels-idx1-ubyte is longer than the 48 bytes expected',
    ],
    [
      'sends fewer bytes than the file has',
      (_, response) => {
        response.end(gzipSync(new Uint8Array(10)));
      },
      't10k-labels-idx1-ubyte has 10 bytes, expected 48',
    ],
    [
      'ends in the middle of the gzip file',
      (request, response) => {
        response.end(gzipSync(bytes.get(path.basename(request.url!, '.gz'))!).subarray(0, -20));
      },
      'the response is a truncated gzip file',
    ],
    [
      'closes the connection in the middle of the file',
      (request, response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write(gzipSync(bytes.get(path.basename(request.url!, '.gz'))!).subarray(0, 20), () => {
          response.destroy();
        });
      },
      'the connection broke (other side closed)',
    ],
    ['never answers', () => {}, 'the server did not respond within 1000 ms', { responseTimeout: 1000 }],
    [
      'stops sending in the middle of the file',
      (_, response) => {
        response.writeHead(200);
        response.write(gzipSync(new Uint8Array(10)).subarray(0, 8));
      },
      'the server sent 8 bytes in 500 ms, expected at least 4000 per second',
      { idleTimeout: 500 },
    ],
    ['closes the connection without a response', (request) => request.socket.destroy(), 'other side closed'],
  ])(
    'states the reason in its error, and another mirror is tried, if the mirror %s',
    async (_, answer, reason, limits = {}) => {
      const [alone, withAnother] = await Promise.all([
        acquireWithin(limits, answer),
        acquireWithin(limits, answer, serveFiles),
      ]);
      expect(alone.acquired).toBeInstanceOf(AcquisitionError);
      expect((alone.acquired as AcquisitionError).failed).toEqual([
        { source: alone.servers[0]!.url, reason: expect.stringContaining(reason) },
      ]);
      expect(alone.kept).toEqual([]);
      expect(withAnother.acquired).not.toBeInstanceOf(Error);
      expect(withAnother.kept.toSorted()).toEqual(fileNames);
    },
  );

  test('states the reason in its error if the server refuses the connection', async () => {
    const cacheDirectory = temporaryFolder();
    const sources = [{ kind: 'mirror', url: 'http://127.0.0.1:1/' } as const];
    const acquiring = downloadEntry(entry, { cacheDirectory, sources, directory: '' });
    await expect(acquiring).rejects.toThrow('connect ECONNREFUSED 127.0.0.1:1');
  });
});

test('a download is retried after a temporary server error', async () => {
  let failures = 2;
  const { acquired, progress } = await acquireFrom((request, response) => {
    if (failures-- > 0) return response.writeHead(503).end();
    serveFiles(request, response);
  });
  expect(acquired).not.toBeInstanceOf(Error);
  expect(progress.at(-1)!.bytes).toBe(progress.at(-1)!.totalBytes);
});

test('the progress of a download does not count bytes twice if they are sent again after a lost connection', async () => {
  let isFirst = true;
  const { acquired, progress } = await acquireFrom((request, response) => {
    if (!isFirst || !request.url!.includes('train-images')) return serveFiles(request, response);
    isFirst = false;
    const content = gzipSync(bytes.get('train-images-idx3-ubyte')!);
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, content.length / 2), () => setTimeout(() => response.destroy(), 50));
  });
  expect(acquired).not.toBeInstanceOf(Error);
  expect(isFirst).toBe(false);
  expect(progress.at(-1)!.bytes).toBe([...bytes.values()].reduce((sum, content) => sum + content.length, 0));
});

test('complete files from a failed mirror are kept, and only the missing ones are requested from the next mirror', async () => {
  const withoutImages: Answer = (request, response) => {
    if (request.url!.includes('images')) return response.writeHead(404).end();
    serveFiles(request, response);
  };
  const { servers, kept } = await acquireFrom(withoutImages, serveFiles);
  expect(kept.toSorted()).toEqual(fileNames);
  expect(servers[1]!.requests).toEqual(['/t10k-images-idx3-ubyte.gz', '/train-images-idx3-ubyte.gz']);
});
