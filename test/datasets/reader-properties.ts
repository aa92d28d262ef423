import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { loadDataset, parseIdx } from 'mnist-lab';
import { expect } from 'vitest';
import { DownloadError } from '../../lib/src/datasets/acquisition/download-error.js';
import { openZip } from '../../lib/src/datasets/acquisition/fetch-from-archive.js';
import { gunzipStream } from '../../lib/src/datasets/acquisition/gunzip-stream.js';
import { readTar } from '../../lib/src/datasets/acquisition/tar.js';
import type { FaultKind } from '../faults/report/fault-kinds.js';
import { temporaryFolder } from '../temporary-folder.js';
import { idxBytes } from './idx-bytes.js';
import { inPieces, mutations } from './mutation.js';
import { tarArchive } from './tar-archive.js';
import { zipArchive } from './zip-archive.js';

/** A property that a reader has for every input: the test name, the property, and the kind of fault. */
export type ReaderProperty = readonly [name: string, make: () => fc.IAsyncProperty<unknown>, kind: FaultKind];

const text = (length: number) => Uint8Array.from({ length }, (_, index) => (index * index) % 251);
const anyBytes = fc.uint8Array({ maxLength: 3000 });
const pieceBytes = fc.integer({ min: 1, max: 1500 });

/** Checks that reading either succeeds or throws an error of this class, whose message has at least two words. */
async function onlyThrows(
  kind: new (...args: never[]) => Error,
  read: () => unknown | Promise<unknown>,
): Promise<void> {
  try {
    await read();
  } catch (error) {
    expect(error).toBeInstanceOf(kind);
    expect((error as Error).message).toMatch(/\w+ \w+/);
  }
}

/** Reads at most a megabyte of a stream, as code that limits what it stores. */
async function readMegabyte(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  let read = 0;
  for await (const chunk of chunks) {
    read += chunk.length;
    if (read > 1_000_000) return;
  }
}

const idxFiles = [
  idxBytes(8, [3, 4, 5], text(60)),
  idxBytes(8, [7], text(7)),
  idxBytes(12, [2, 3], text(24)),
  idxBytes(14, [2], text(16)),
];

const parsingIdx: ReaderProperty = [
  'parseIdx() returns as many elements as its shape has, or throws a SyntaxError',
  () =>
    fc.asyncProperty(fc.oneof(anyBytes, mutations(...idxFiles)), (bytes) =>
      onlyThrows(SyntaxError, () => {
        const { shape, data } = parseIdx(bytes);
        expect(data.length).toBe(shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1));
        expect(data.byteLength).toBeLessThanOrEqual(bytes.length);
      }),
    ),
  'idx',
];

const tar = tarArchive([
  { path: './package/readme', bytes: text(700) },
  { path: 'package/data/labels', bytes: text(100) },
  { path: 'package', bytes: text(30), type: 'x' },
  { path: 'package/data/images', bytes: text(1300) },
]);

const readingTar: ReaderProperty = [
  'readTar() returns only requested files of at most the allowed size, or throws a SyntaxError',
  () =>
    fc.asyncProperty(fc.oneof(anyBytes, mutations(tar)), pieceBytes, (bytes, piece) =>
      onlyThrows(SyntaxError, async () => {
        const wanted = (name: string) => (name.includes('data') ? 1000 : undefined);
        for await (const file of readTar(inPieces(bytes, piece), wanted)) {
          expect(file.path).toContain('data');
          expect(file.bytes.length).toBeLessThanOrEqual(1000);
        }
      }),
    ),
  'tar',
];

const zip = zipArchive([
  { path: 'gzip/labels.gz', bytes: text(100), isDeflated: false },
  { path: 'gzip/images.gz', bytes: text(5000), isDeflated: true },
]);

const readingZip: ReaderProperty = [
  'openZip() and reading its files throw no error other than a SyntaxError',
  () => {
    const file = path.join(temporaryFolder(), 'archive.zip');
    return fc.asyncProperty(fc.oneof(anyBytes, mutations(zip)), (bytes) =>
      onlyThrows(SyntaxError, async () => {
        writeFileSync(file, bytes);
        const archive = await openZip(file);
        try {
          for (const name of ['labels.gz', 'images.gz', 'none.gz']) {
            await readMegabyte(archive.read(name));
          }
        } finally {
          archive.close();
        }
      }),
    );
  },
  'zip',
];

const gzipped = [
  gzipSync(text(5000)),
  gzipSync(new Uint8Array(100_000)),
  Buffer.concat([gzipSync('a'), gzipSync('b')]),
];

const unpackingGzip: ReaderProperty = [
  'gunzipStream() throws no error other than a DownloadError',
  () =>
    fc.asyncProperty(fc.oneof(anyBytes, mutations(...gzipped)), pieceBytes, (bytes, piece) =>
      onlyThrows(DownloadError, () => readMegabyte(gunzipStream(inPieces(bytes, piece)))),
    ),
  'gzip',
];

const readable = {
  'train-images-idx3-ubyte.gz': gzipSync(idxBytes(8, [4, 2, 3], text(24))),
  'train-labels-idx1-ubyte': idxBytes(8, [4], Uint8Array.of(0, 1, 2, 0)),
  't10k-images-idx3-ubyte.gz': gzipSync(idxBytes(8, [2, 2, 3], text(12))),
  't10k-labels-idx1-ubyte.gz': gzipSync(idxBytes(8, [2], Uint8Array.of(2, 1))),
};

const loadingFolders: ReaderProperty = [
  'loadDataset() returns a consistent dataset, or throws an error that names the file',
  () => {
    const folder = temporaryFolder();
    for (const [name, bytes] of Object.entries(readable)) writeFileSync(path.join(folder, name), bytes);
    const one = fc.constantFrom(...Object.keys(readable)).chain((name) => {
      const whole = readable[name as keyof typeof readable];
      return fc.record({ name: fc.constant(name), bytes: fc.oneof(anyBytes, mutations(whole)) });
    });
    return fc.asyncProperty(one, async ({ name, bytes }) => {
      writeFileSync(path.join(folder, name), bytes);
      try {
        const { train, test, classNames } = await loadDataset(folder);
        for (const part of [train, test]) {
          expect(part.images.length).toBe(part.count * part.rows * part.columns);
          expect(part.labels.length).toBe(part.count);
          expect(Math.max(...part.labels)).toBeLessThan(classNames.length);
        }
      } catch (error) {
        expect((error as Error).message).toMatch(/^(Reading|Loading) .*: expected .* but /s);
      } finally {
        rmSync(path.join(folder, name));
        writeFileSync(path.join(folder, name), readable[name as keyof typeof readable]);
      }
    });
  },
  'folders',
];

/** Properties of all readers of untrusted files. */
export const readerProperties: readonly ReaderProperty[] = [
  parsingIdx,
  readingTar,
  readingZip,
  unpackingGzip,
  loadingFolders,
];
