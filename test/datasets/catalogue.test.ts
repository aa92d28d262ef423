import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  concatenateDatasets,
  type DatasetEntry,
  type DatasetFile,
  type DatasetRole,
  datasetEntry,
  datasetNames,
  loadDataset,
  subset,
} from 'mnist-lab';
import { describe, expect, test } from 'vitest';
import { downloadEntry } from '../../lib/src/datasets/download-dataset.js';
import { loadEntry } from '../../lib/src/datasets/load-dataset.js';
import { readPart } from '../../lib/src/datasets/read-part.js';
import { temporaryFolder } from '../temporary-folder.js';
import { idxBytes } from './idx-bytes.js';
import { loopbackServer } from './loopback-server.js';
import { smallEntry } from './small-entry.js';
import { zipArchive } from './zip-archive.js';

test.each(datasetNames)(
  'the catalogue entry of %s has distinct class names, four files, a source, and a checksum for each file or its archive',
  (name) => {
    const { files, classNames, sources, name: own } = datasetEntry(name);
    expect(own).toBe(name);
    expect(new Set(classNames).size).toBe(classNames.length);
    expect(new Set(Object.values(files).map((file) => file.name)).size).toBe(4);
    expect(sources.length).toBeGreaterThan(0);
    for (const { sha256, gzip } of Object.values(files)) {
      // Every downloaded file can be verified.
      expect(sha256 ?? gzip?.digest ?? sources[0]).toBeDefined();
      if (!sha256 && !gzip) expect(sources.every(({ kind }) => kind === 'archive')).toBe(true);
    }
  },
);

test('the catalogue has as many classes for each EMNIST split as the EMNIST paper', () => {
  const counts = ['balanced', 'letters', 'digits', 'mnist', 'bymerge', 'byclass'].map(
    (part) => datasetEntry(`emnist-${part}`).classNames.length,
  );
  expect(counts).toEqual([47, 26, 10, 10, 47, 62]);
});

/** Reads a split of a dataset of the catalogue, made of two images of 2 × 3 pixels. */
function readTwo(name: string, labelBytes: Uint8Array) {
  const images = idxBytes(
    8,
    [2, 2, 3],
    Uint8Array.from({ length: 12 }, (_, index) => index),
  );
  return readPart(datasetEntry(name), 'train', images, labelBytes);
}

test('EMNIST images are transposed when read, because rows and columns are exchanged in the published files', () => {
  const { images, rows, columns } = readTwo('emnist-digits', idxBytes(8, [2], Uint8Array.of(3, 4)));
  expect([rows, columns]).toEqual([3, 2]);
  expect([...images]).toEqual([0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11]);
});

test('label 1 of EMNIST letters is read as the first class, A', () => {
  const { labels, classNames } = readTwo('emnist-letters', idxBytes(8, [2], Uint8Array.of(1, 26)));
  expect(Array.from(labels, (label) => classNames[label])).toEqual(['A', 'Z']);
  expect(() => readTwo('emnist-letters', idxBytes(8, [2], Uint8Array.of(0, 26)))).toThrow(
    'expected labels from 1 to 26 but label 0 is 0',
  );
});

test('QMNIST labels are read from the first column of a table of 32-bit numbers', () => {
  const table = Buffer.alloc(2 * 8 * 4);
  table.writeInt32BE(7, 0);
  table.writeInt32BE(1234, 4);
  table.writeInt32BE(2, 32);
  const { labels } = readTwo('qmnist', idxBytes(12, [2, 8], table));
  expect([...labels]).toEqual([7, 2]);
  expect(() => readTwo('qmnist', idxBytes(8, [2], Uint8Array.of(7, 2)))).toThrow(
    'element type to be int32 but found uint8',
  );
});

const small = smallEntry();

/** The small entry without the checksums of its files, but with those that `published` returns. */
function withoutSums(published: (file: DatasetFile) => Partial<DatasetFile>): DatasetEntry {
  const files = Object.entries(small.entry.files).map(([role, file]) => [
    role,
    { name: file.name, bytes: file.bytes, ...published(file) },
  ]);
  return { ...small.entry, files: Object.fromEntries(files) as Record<DatasetRole, DatasetFile> };
}

const zipped = (name: string) => gzipSync(small.bytes.get(name)!);
const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest('hex');

describe('a dataset whose catalogue entry has checksums of the gzipped files only', () => {
  const entry = withoutSums(({ name }) => ({ gzip: { algorithm: 'md5', digest: md5(zipped(name)) } }));

  async function acquire(content: (name: string) => Uint8Array) {
    const { url } = await loopbackServer((request, response) => {
      response.end(content(path.basename(request.url!, '.gz')));
    });
    const options = {
      cacheDirectory: temporaryFolder(),
      directory: '',
      sources: [{ kind: 'mirror', url } as const],
    };
    return { options, acquired: await downloadEntry(entry, options).catch((error: unknown) => error) };
  }

  test('is verified by them when it is downloaded, and later by checksums recorded for the uncompressed files', async () => {
    const { options } = await acquire(zipped);
    const cache = path.join(options.cacheDirectory, 'small');
    const recorded = readFileSync(path.join(cache, 'train-labels-idx1-ubyte.sha256'), 'utf8');
    expect(recorded).toBe(`${small.entry.files.trainLabels.sha256}  train-labels-idx1-ubyte\n`);
    await loadEntry(entry, { ...options, download: false });
    const file = path.join(cache, 'train-labels-idx1-ubyte');
    const bytes = readFileSync(file);
    bytes[20]! ^= 1;
    writeFileSync(file, bytes);
    await expect(loadEntry(entry, { ...options, download: false })).rejects.toThrow('1 of them is missing');
  });

  test('is rejected if a downloaded gzip file has another checksum', async () => {
    const { acquired } = await acquire((name) => gzipSync(small.bytes.get(name)!.map((byte) => byte ^ 1)));
    expect(String(acquired)).toContain(`t10k-labels-idx1-ubyte.gz has the md5 `);
  });

  test('is rejected if zero bytes follow the gzip data', async () => {
    const { acquired } = await acquire((name) => Buffer.concat([zipped(name), Buffer.alloc(8)]));
    expect(String(acquired)).toContain(`t10k-labels-idx1-ubyte.gz has the md5 `);
  });

  test('is also verified by them if the user provides the gzipped files', async () => {
    const directory = temporaryFolder();
    mkdirSync(path.join(directory, 'small'));
    for (const name of small.bytes.keys())
      writeFileSync(path.join(directory, 'small', `${name}.gz`), zipped(name));
    const options = { directory, cacheDirectory: temporaryFolder(), download: false };
    await loadEntry(entry, options);
    const content = gzipSync(small.bytes.get('train-labels-idx1-ubyte')!, { level: 1, memLevel: 1 });
    content[9] = 99;
    writeFileSync(path.join(directory, 'small', 'train-labels-idx1-ubyte.gz'), content);
    await expect(loadEntry(entry, options)).rejects.toThrow('expected a file with the md5 ');
  });
});

describe('a dataset that is published inside a zip archive', () => {
  const entry = withoutSums(() => ({}));
  const files = [...small.bytes.keys()].map((name, index) => ({
    path: `gzip/${name}.gz`,
    bytes: zipped(name),
    isDeflated: index % 2 === 0,
  }));
  const archive = zipArchive(files);
  const sha256 = createHash('sha256').update(archive).digest('hex');

  async function acquire(sum: string, cacheDirectory = temporaryFolder()) {
    const { url, requests } = await loopbackServer((_, response) => {
      response.end(archive);
    });
    const sources = [{ kind: 'archive', url, bytes: archive.length, sha256: sum } as const];
    const options = { cacheDirectory, directory: '', sources };
    const acquired = await downloadEntry(entry, options).catch((error: unknown) => error);
    return { acquired, options, requests };
  }

  test('is extracted from the archive, which is cached for other datasets', async () => {
    const { options, requests } = await acquire(sha256);
    const { train } = await loadEntry(entry, { ...options, download: false });
    expect(train.labels).toEqual(small.bytes.get('train-labels-idx1-ubyte')!.subarray(8));
    expect(requests).toHaveLength(1);
    const again = await acquire(sha256, path.join(options.cacheDirectory, '.', ''));
    expect(again.requests).toHaveLength(0);
    const other = await downloadEntry({ ...entry, name: 'other' }, options);
    expect(other.downloaded).toHaveLength(4);
    expect(requests).toHaveLength(1);
  });

  test('is rejected if the archive has another checksum', async () => {
    const { acquired, options } = await acquire('0'.repeat(64));
    expect(String(acquired)).toContain(`the archive has the sha256 ${sha256}, expected 000`);
    expect(existsSync(path.join(options.cacheDirectory, 'archives'))).toBe(false);
    expect(readdirSync(path.join(options.cacheDirectory, 'small'))).toEqual([]);
  });
});

test('EMNIST digits are upright after extraction from the archive, and can be concatenated with MNIST', async () => {
  const mnist = await loadDataset('mnist');
  const digits = subset(
    mnist.test,
    Array.from({ length: 30 }, (_, index) => index),
  );
  const transposed = digits.images.map((_, at) => {
    const [start, row, column] = [at - (at % 784), Math.floor((at % 784) / 28), at % 28];
    return digits.images[start + column * 28 + row]!;
  });
  const published = datasetEntry('emnist-digits');
  const content = { Images: idxBytes(8, [30, 28, 28], transposed), Labels: idxBytes(8, [30], digits.labels) };
  const files = Object.fromEntries(
    Object.entries(published.files).map(([role, { name }]) => {
      const bytes = content[role.endsWith('Images') ? 'Images' : 'Labels'];
      return [role, { name, bytes: bytes.length, content: bytes }];
    }),
  ) as unknown as Record<DatasetRole, DatasetFile & { content: Uint8Array }>;
  const archive = zipArchive(
    Object.values(files).map(({ name, content: bytes }) => ({
      path: `gzip/${name}.gz`,
      bytes: gzipSync(bytes),
      isDeflated: true,
    })),
  );
  const { url } = await loopbackServer((_, response) => {
    response.end(archive);
  });
  const sha256 = createHash('sha256').update(archive).digest('hex');
  const sources = [{ kind: 'archive', url, bytes: archive.length, sha256 } as const];
  const options = { cacheDirectory: temporaryFolder(), directory: '', sources };
  const { train, test: tested } = await loadEntry({ ...published, files }, options);
  for (const part of [train, tested]) {
    expect(part.images).toEqual(digits.images);
    expect(part.labels).toEqual(digits.labels);
  }
  const merged = concatenateDatasets([digits, train]);
  expect([merged.count, merged.classNames]).toEqual([60, mnist.classNames]);
});
