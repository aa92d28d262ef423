import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { loadDataset } from 'mnist-lab';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { folderWith } from './folder-with.js';
import { idxBytes } from './idx-bytes.js';

const megabyte = 1_000_000;

/** A gzip file of the given bytes followed by megabytes of zeros. It is a thousandth of its uncompressed size. */
function gzipBomb(begin: Uint8Array, megabytes: number): Uint8Array {
  const tenMegabytes = gzipSync(new Uint8Array(10 * megabyte));
  return Buffer.concat([gzipSync(begin), ...Array<Buffer>(megabytes / 10).fill(tenMegabytes)]);
}

const labels = (count: number) => idxBytes(8, [count], new Uint8Array(count));
const images = (count: number, rows = 2, columns = 3) =>
  idxBytes(8, [count, rows, columns], new Uint8Array(count * rows * columns));
const header = (...shape: number[]) => idxBytes(8, shape, new Uint8Array());
const files = {
  'train-images-idx3-ubyte': images(4),
  'train-labels-idx1-ubyte': labels(4),
  't10k-images-idx3-ubyte.gz': gzipSync(images(2)),
  't10k-labels-idx1-ubyte.gz': gzipSync(labels(2)),
};

/** The peak memory of this process so far, in bytes. */
const peakMemory = () => 1024 * process.resourceUsage().maxRSS;

describe('a folder of idx files', () => {
  test.each<[string, Record<string, Uint8Array>, string]>([
    [
      'that decompresses to gigabytes of zeros',
      { 't10k-images-idx3-ubyte.gz': gzipBomb(new Uint8Array(), 2000) },
      'its element type to be 0x08',
    ],
    [
      'with more data than its header states',
      { 't10k-images-idx3-ubyte.gz': gzipBomb(images(2), 2000) },
      'its length to be 28 bytes for 2 × 2 × 3 uint8 but found 29 bytes',
    ],
    [
      'with more images than labels',
      { 't10k-images-idx3-ubyte.gz': gzipBomb(header(1_000_000, 20, 100), 2000) },
      'expected 1000000 labels',
    ],
    [
      'whose header states more than two gigabytes',
      {
        't10k-images-idx3-ubyte.gz': gzipBomb(header(0x7fffffff, 2, 3), 2000),
        't10k-labels-idx1-ubyte.gz': gzipBomb(header(0x7fffffff), 2000),
      },
      'expected at most 2,147,483,648 bytes but found 2147483647 × 2 × 3 uint8, 12,884,901,898 bytes',
    ],
    [
      'with images of another size than its training images',
      {
        't10k-images-idx3-ubyte.gz': gzipSync(header(1_000_000, 30, 30)),
        't10k-labels-idx1-ubyte.gz': gzipSync(labels(1_000_000)),
      },
      'expected images of 2 × 3 pixels',
    ],
    [
      'that is truncated',
      { 't10k-labels-idx1-ubyte.gz': gzipSync(labels(2)).subarray(0, -9) },
      'unexpected end of file',
    ],
    [
      'of images with 0 rows',
      { 't10k-images-idx3-ubyte.gz': gzipSync(header(2, 0, 28)) },
      'found 2 of 0 × 28 pixels',
    ],
  ])('is rejected if it has a gzip file %s, without using much memory', async (_, changed, message) => {
    const before = peakMemory();
    await expect(loadDataset(folderWith({ ...files, ...changed }))).rejects.toThrow(message);
    expect(peakMemory() - before).toBeLessThan(100 * megabyte);
  });

  test('is rejected because of a sparse file of a terabyte, which is not read', async () => {
    const folder = folderWith(files);
    truncateSync(path.join(folder, 'train-images-idx3-ubyte'), 1e12);
    await expect(loadDataset(folder)).rejects.toThrow(
      'expected at most 2,147,483,648 bytes but found 1,000,000,000,000',
    );
  });

  test.skipIf(process.platform === 'win32').each(['train-labels-idx1-ubyte', 'class-names.txt'])(
    'is rejected if %s is a named pipe without a writer',
    async (name) => {
      const folder = folderWith(files);
      rmSync(path.join(folder, name), { force: true });
      execFileSync('mkfifo', [path.join(folder, name)]);
      await expect(loadDataset(folder)).rejects.toThrow(`${name}: expected a file but found a pipe`);
    },
  );

  test('is loaded with numbered classes if class-names.txt is a folder', async () => {
    const folder = folderWith(files);
    mkdirSync(path.join(folder, 'class-names.txt'));
    expect((await loadDataset(folder)).classNames).toEqual(['0']);
  });

  test('is loaded with the names of a class-names.txt that begins with a byte order mark', async () => {
    const folder = folderWith({ ...files, 'class-names.txt': '\ufeffbird\nplane\n' });
    expect((await loadDataset(folder)).classNames).toEqual(['bird', 'plane']);
  });
});

describe('a folder of images by class', () => {
  const png = (rows = 4, columns = 5) =>
    sharp(Buffer.alloc(rows * columns), { raw: { width: columns, height: rows, channels: 1 } })
      .png()
      .toBuffer();

  test('is rejected if it holds one image, and the error names the requirements', async () => {
    await expect(loadDataset(folderWith({ 'a/1.png': await png() }))).rejects.toThrow(
      'expected at least two images, one to train on and one to test on, but found 1. Add some',
    );
  });

  test.each([
    [2, [1, 1]],
    [3, [2, 1]],
  ])('is split so that one of %d images is for testing', async (count, counts) => {
    const folder = folderWith({});
    mkdirSync(path.join(folder, 'a'));
    for (let index = 0; index < count; index++)
      writeFileSync(path.join(folder, 'a', `${index}.png`), await png());
    const { train, test: part } = await loadDataset(folder);
    expect([train.count, part.count]).toEqual(counts);
  });

  test('is rejected if scaling the images would give more pixels than fit into memory', async () => {
    const folder = folderWith({ 'a/1.png': await png(), 'b/1.png': await png() });
    await expect(loadDataset(folder, { imageShape: [40_000, 40_000] })).rejects.toThrow(
      'expected at most 1,073,741,824 pixels in total but found 2 images of 40000 × 40000',
    );
  });

  test.skipIf(process.platform === 'win32')(
    'is loaded without a named pipe among the images, which is reported as skipped',
    async () => {
      const folder = folderWith({ 'a/1.png': await png(), 'a/3.png': await png() });
      const pipe = path.join(folder, 'a', '2.png');
      execFileSync('mkfifo', [pipe]);
      const { skipped } = await loadDataset(folder);
      expect(skipped).toEqual([
        { file: pipe, kind: 'broken', reason: expect.stringContaining('expected a file but found a pipe') },
      ]);
    },
  );
});
