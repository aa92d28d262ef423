import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { type AcquireProgress, AcquisitionError, acquireDataset, verifyDataset } from 'mnist-lab';
import { describe, expect, test } from 'vitest';
import { acquireEntry } from '../../lib/src/datasets/acquire-dataset.js';
import { loadEntry } from '../../lib/src/datasets/load-dataset.js';
import { temporaryFolder } from '../temporary-folder.js';
import { loopbackServer } from './loopback-server.js';
import { smallEntry } from './small-entry.js';

const { entry, bytes } = smallEntry();
const timeouts = { answer: 300, idle: 300, retryPause: 10 };

type Answer = Parameters<typeof loopbackServer>[0];

/** Serves the dataset's files as they should be. */
const serveFiles: Answer = (request, response) => {
  const content = bytes.get(path.basename(request.url ?? '', '.gz'));
  if (content) response.end(gzipSync(content));
  else response.writeHead(404).end();
};

/** Acquires from servers that answer like this, one after the other, into a cache of its own. */
async function acquireFrom(...answers: Answer[]) {
  const servers = await Promise.all(answers.map((answer) => loopbackServer(answer)));
  const cacheDirectory = temporaryFolder();
  const progress: AcquireProgress[] = [];
  const options = {
    cacheDirectory,
    timeouts,
    directory: '',
    sources: servers.map(({ url }) => ({ kind: 'mirror', url }) as const),
    onProgress: (told: AcquireProgress) => progress.push(told),
  };
  const cache = path.join(cacheDirectory, entry.name);
  const acquired = await acquireEntry(entry, options).catch((error: unknown) => error);
  return { acquired, options, servers, cache, progress, kept: existsSync(cache) ? readdirSync(cache) : [] };
}

const fileNames = [...bytes.keys()].toSorted();

describe('acquiring a dataset from a mirror', () => {
  test('leaves the verified files in the cache, and nothing else', async () => {
    const { acquired, kept, cache, options } = await acquireFrom(serveFiles);
    expect(acquired).toMatchObject({ name: 'small', cache });
    expect(kept.toSorted()).toEqual(fileNames);
    for (const name of fileNames)
      expect(readFileSync(path.join(cache, name))).toEqual(Buffer.from(bytes.get(name)!));
    const loaded = await loadEntry(entry, options);
    expect(loaded.train.images).toEqual(bytes.get('train-images-idx3-ubyte')!.subarray(16));
  });

  test('asks for nothing when the cache is full, so that it works offline', async () => {
    const { options, servers } = await acquireFrom(serveFiles);
    const { downloaded } = await acquireEntry(entry, { ...options, download: false });
    expect(downloaded).toEqual([]);
    await acquireEntry(entry, options);
    expect(servers[0]!.requests).toHaveLength(4);
  });

  test('tells bytes, total and rate as they come', async () => {
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

  test('gives up on a mirror that redirects in a circle', async () => {
    const { acquired } = await acquireFrom((_, response) => {
      response.writeHead(302, { location: '/again' }).end();
    });
    expect(String(acquired)).toContain('redirected more than 5 times');
  });

  test('waits for a slow server as long as something comes', async () => {
    const { acquired } = await acquireFrom((request, response) => {
      const content = gzipSync(bytes.get(path.basename(request.url!, '.gz'))!);
      if (content.length > 1000) return response.end(content);
      const half = content.length / 2;
      setTimeout(() => response.write(content.subarray(0, half)), 200);
      setTimeout(() => response.end(content.subarray(half)), 400);
    });
    expect(acquired).not.toBeInstanceOf(Error);
  });
});

describe('a mirror that fails is named with its reason and the next one is used', () => {
  test.each<[string, Answer, string]>([
    [
      'refuses with a web page',
      (_, response) => {
        response.writeHead(403, { 'content-type': 'text/html' }).end('<html>Forbidden</html>');
      },
      'the server answered 403 Forbidden, wanted 200',
    ],
    [
      'sends a web page in the place of the file',
      (_, response) => {
        response.end('<html>Sign in to the network</html>');
      },
      'what it sent is not a gzip file',
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
      't10k-labels-idx1-ubyte is longer than the 48 bytes wanted',
    ],
    [
      'sends fewer bytes than the file has',
      (_, response) => {
        response.end(gzipSync(new Uint8Array(10)));
      },
      't10k-labels-idx1-ubyte has 10 bytes, wanted 48',
    ],
    [
      'ends in the middle of the gzip file',
      (request, response) => {
        response.end(gzipSync(bytes.get(path.basename(request.url!, '.gz'))!).subarray(0, -20));
      },
      'what it sent ends in the middle of a gzip file',
    ],
    [
      'breaks the connection in the middle',
      (request, response) => {
        response.writeHead(200, { 'content-length': '100000' });
        response.write(gzipSync(bytes.get(path.basename(request.url!, '.gz'))!).subarray(0, 20), () => {
          response.destroy();
        });
      },
      'the connection broke (aborted)',
    ],
    ['never answers', () => {}, 'the server gave no answer in 300 ms'],
    [
      'stops in the middle',
      (_, response) => {
        response.writeHead(200);
        response.write(gzipSync(new Uint8Array(10)).subarray(0, 8));
      },
      'the server sent nothing for 300 ms',
    ],
    ['drops the connection', (request) => request.socket.destroy(), 'socket hang up'],
  ])('a mirror that %s', async (_, answer, reason) => {
    const alone = await acquireFrom(answer);
    expect(alone.acquired).toBeInstanceOf(AcquisitionError);
    expect((alone.acquired as AcquisitionError).failed).toEqual([
      { source: alone.servers[0]!.url, reason: expect.stringContaining(reason) },
    ]);
    expect(alone.kept).toEqual([]);
    const withAnother = await acquireFrom(answer, serveFiles);
    expect(withAnother.acquired).not.toBeInstanceOf(Error);
    expect(withAnother.kept.toSorted()).toEqual(fileNames);
  });

  test('a server that is not there', async () => {
    const cacheDirectory = temporaryFolder();
    const sources = [{ kind: 'mirror', url: 'http://127.0.0.1:1/' } as const];
    const acquiring = acquireEntry(entry, { cacheDirectory, sources, directory: '' });
    await expect(acquiring).rejects.toThrow('connect ECONNREFUSED 127.0.0.1:1');
  });
});

test('a server error that passes is tried again', async () => {
  let failures = 2;
  const { acquired, progress } = await acquireFrom((request, response) => {
    if (failures-- > 0) return response.writeHead(503).end();
    serveFiles(request, response);
  });
  expect(acquired).not.toBeInstanceOf(Error);
  expect(progress.at(-1)!.bytes).toBe(progress.at(-1)!.totalBytes);
});

test('files that a failed mirror did send are kept, and only the others asked of the next', async () => {
  const withoutImages: Answer = (request, response) => {
    if (request.url!.includes('images')) return response.writeHead(404).end();
    serveFiles(request, response);
  };
  const { servers, kept } = await acquireFrom(withoutImages, serveFiles);
  expect(kept.toSorted()).toEqual(fileNames);
  expect(servers[1]!.requests).toEqual(['/t10k-images-idx3-ubyte.gz', '/train-images-idx3-ubyte.gz']);
});

test('without network the error lists the missing files with their sizes and where to put them', async () => {
  const cacheDirectory = temporaryFolder();
  const error = (await acquireDataset('mnist', { cacheDirectory, directory: '', download: false }).catch(
    (reason: unknown) => reason,
  )) as AcquisitionError;
  expect(error).toBeInstanceOf(AcquisitionError);
  expect(error.message).toContain(`into ${path.join(cacheDirectory, 'mnist')}`);
  expect(error.message).toContain('set MNIST_LAB_DATA');
  expect(error.message).toContain('train-images-idx3-ubyte  47,040,016 bytes  sha256 ba891046e6505d7a');
  expect(error.missing).toHaveLength(4);
});

test('a download that is stopped leaves nothing behind', async () => {
  const { url } = await loopbackServer((_, response) => {
    response.writeHead(200);
    response.write(gzipSync(new Uint8Array(10)).subarray(0, 8));
  });
  const cacheDirectory = temporaryFolder();
  const sources = [{ kind: 'mirror', url } as const];
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 100);
  const acquiring = acquireEntry(entry, { cacheDirectory, sources, directory: '', signal: stop.signal });
  await expect(acquiring).rejects.toThrow('This operation was aborted');
  expect(readdirSync(path.join(cacheDirectory, entry.name))).toEqual([]);
});

test('acquisitions that run at once all end with the right files', async () => {
  const { url } = await loopbackServer(serveFiles);
  const cacheDirectory = temporaryFolder();
  const options = { cacheDirectory, directory: '', sources: [{ kind: 'mirror', url } as const] };
  await Promise.all(Array.from({ length: 5 }, () => acquireEntry(entry, options)));
  expect(readdirSync(path.join(cacheDirectory, entry.name)).toSorted()).toEqual(fileNames);
  await expect(loadEntry(entry, { ...options, download: false })).resolves.toMatchObject({ name: 'small' });
});

test('a cached file with wrong bytes is replaced, and kept under another name', async () => {
  const { cache, options } = await acquireFrom(serveFiles);
  const file = path.join(cache, 'train-labels-idx1-ubyte');
  writeFileSync(file, 'mine');
  await expect(loadEntry(entry, { ...options, download: false })).rejects.toThrow(
    '1 of its files are missing',
  );
  await loadEntry(entry, options);
  expect(readFileSync(file)).toEqual(Buffer.from(bytes.get('train-labels-idx1-ubyte')!));
  const aside = readdirSync(cache).filter((name) => name.includes('wrong'));
  expect(aside.map((name) => readFileSync(path.join(cache, name), 'utf8'))).toEqual(['mine']);
});

describe("the user's own folder", () => {
  const given = (change: (folder: string) => void = () => {}) => {
    const directory = temporaryFolder();
    const folder = path.join(directory, entry.name);
    mkdirSync(folder);
    for (const [name, content] of bytes) {
      if (name.startsWith('train')) writeFileSync(path.join(folder, name), content);
      else writeFileSync(path.join(folder, `${name}.gz`), gzipSync(content));
    }
    change(folder);
    return { directory, cacheDirectory: path.join(directory, 'cache'), download: false };
  };

  test('is read, its files plain or gzipped, and nothing is cached', async () => {
    const options = given();
    const { test: part } = await loadEntry(entry, options);
    expect(part.labels).toEqual(bytes.get('t10k-labels-idx1-ubyte')!.subarray(8));
    expect(existsSync(options.cacheDirectory)).toBe(false);
  });

  test.each([
    ['with other bytes', 'train-labels-idx1-ubyte', new Uint8Array(88), 'its sha256 is '],
    [
      'of another size',
      'train-labels-idx1-ubyte',
      new Uint8Array(5),
      'its size is 5 bytes uncompressed, wanted 88',
    ],
    ['that is not gzip', 't10k-labels-idx1-ubyte.gz', Buffer.from('hello'), 'incorrect header check'],
    [
      'that unpacks to too much',
      't10k-labels-idx1-ubyte.gz',
      gzipSync(new Uint8Array(99)),
      'wanted 48 bytes',
    ],
  ])('is refused for a file %s, which stays as it is', async (_, name, content, reason) => {
    let file = '';
    const options = given((folder) => {
      file = path.join(folder, name);
      writeFileSync(file, content);
    });
    await expect(loadEntry(entry, options)).rejects.toThrow(reason);
    await expect(loadEntry(entry, options)).rejects.toThrow(`Cannot use ${file}`);
    expect(readFileSync(file)).toEqual(Buffer.from(content));
  });
});

test('verifyDataset() tells the state of every file without changing anything', async () => {
  const cacheDirectory = temporaryFolder();
  const folder = path.join(cacheDirectory, 'mnist');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 't10k-labels-idx1-ubyte'), 'no labels');
  const states = await verifyDataset('mnist', { cacheDirectory, directory: '' });
  expect(states.map(({ state }) => state)).toEqual(['wrong', 'missing', 'missing', 'missing']);
  expect(states[0]).toMatchObject({ folder, problem: expect.stringContaining('size is 9 bytes') });
  expect(readdirSync(folder)).toEqual(['t10k-labels-idx1-ubyte']);
});

test('a dataset that the catalogue does not have is refused with those it has', async () => {
  await expect(acquireDataset('mnits')).rejects.toThrow('dataset "mnits" in the catalogue, wanted mnist,');
});
