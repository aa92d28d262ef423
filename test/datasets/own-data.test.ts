import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { loadDataset } from 'mnist-lab';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../temporary-folder.js';
import { idxBytes } from './idx-bytes.js';

const labels = (...values: number[]) => idxBytes(8, [values.length], Uint8Array.from(values));
const images = (count: number, rows = 2, columns = 3) =>
  idxBytes(
    8,
    [count, rows, columns],
    Uint8Array.from({ length: count * rows * columns }, (_, i) => i % 256),
  );

/** Writes files, given by their paths, into a folder of its own. */
function folderWith(files: Record<string, string | Uint8Array>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

describe('a folder of four idx files', () => {
  const files = {
    'train-images-idx3-ubyte': images(4),
    'train-labels-idx1-ubyte': labels(0, 1, 2, 0),
    't10k-images-idx3-ubyte.gz': gzipSync(images(2)),
    't10k-labels-idx1-ubyte.gz': gzipSync(labels(1, 2)),
  };

  test('is a dataset, its files plain or gzipped, its classes numbered', async () => {
    const folder = folderWith(files);
    const { name, title, train, test: part, classNames } = await loadDataset(folder);
    expect([name, title]).toEqual([folder, path.basename(folder)]);
    expect(classNames).toEqual(['0', '1', '2']);
    expect(train).toMatchObject({ count: 4, rows: 2, columns: 3, classNames });
    expect([...train.labels]).toEqual([0, 1, 2, 0]);
    expect([...part.images]).toEqual(Array.from({ length: 12 }, (_, index) => index));
  });

  test('is recognised by other usual names of its files', async () => {
    const folder = folderWith({
      'my-train-images.idx3-ubyte': images(1),
      'my-train-labels.idx1-ubyte': labels(0),
      'my-test-images.idx3-ubyte': images(1),
      'my-test-labels.idx1-ubyte': labels(0),
    });
    expect((await loadDataset(folder)).test.count).toBe(1);
  });

  test.each([
    ['class-names.txt', 'bird\nplane\r\nman\n'],
    ['classes.json', '["bird", "plane", "man"]'],
  ])('takes class names from %s', async (name, content) => {
    const { classNames, train } = await loadDataset(folderWith({ ...files, [name]: content }));
    expect(classNames).toEqual(['bird', 'plane', 'man']);
    expect(train.classNames).toBe(classNames);
  });

  test.each<[string, Record<string, string | Uint8Array>, string]>([
    ['too few class names', { 'class-names.txt': 'bird\nplane' }, 'label 2 is 2, wanted 0 to 1'],
    ['a class name that stands twice', { 'class-names.txt': 'bird\nbird' }, '"bird" stands there twice'],
    ['an empty class name', { 'class-names.txt': 'bird\n\nman' }, 'the name of class 1 is empty'],
    ['class names that are no array', { 'classes.json': '{"a": 1}' }, 'wanted an array of strings'],
    ['class names that are not JSON', { 'classes.json': '[' }, 'Cannot use'],
    [
      'other than 8-bit pixels',
      { 'train-images-idx3-ubyte': idxBytes(9, [0, 2, 3], new Uint8Array()) },
      'is int8, wanted uint8',
    ],
    ['more labels than images', { 'train-labels-idx1-ubyte': labels(0, 1, 2, 0, 1) }, '5 labels, wanted 4'],
    [
      'test images of another size',
      { 't10k-images-idx3-ubyte.gz': gzipSync(images(2, 3, 3)) },
      '3 × 3 pixels, wanted 2 × 3',
    ],
    ['a file that is not gzip', { 't10k-labels-idx1-ubyte.gz': 'hello' }, 'unzipping it failed'],
    ['two files for the same', { 'test-labels.idx': labels(1, 2) }, 'wanted one such file'],
    [
      'more than 256 classes',
      { 'class-names.txt': Array.from({ length: 257 }, (_, index) => `class ${index}`).join('\n') },
      'it has 257 classes, wanted at most 256',
    ],
  ])('is refused with %s', async (_, changed, message) => {
    await expect(loadDataset(folderWith({ ...files, ...changed }))).rejects.toThrow(message);
  });

  test('is refused when a file is missing, naming it', async () => {
    const { 'train-labels-idx1-ubyte': _, ...others } = files;
    await expect(loadDataset(folderWith(others))).rejects.toThrow(
      'found none named like train-labels-idx1-ubyte',
    );
  });
});

/** A grey PNG of one value. */
const png = (value: number, rows = 4, columns = 5) =>
  sharp(Buffer.alloc(rows * columns, value), { raw: { width: columns, height: rows, channels: 1 } })
    .png()
    .toBuffer();

describe('a folder of images by class', () => {
  test('with train and test is a dataset, its classes named by the folders', async () => {
    const folder = folderWith({
      'train/9/a.png': await png(9),
      'train/10/a.png': await png(10),
      'train/10/b.PNG': await png(20),
      'train/10/notes.txt': 'not an image',
      'train/.hidden/a.png': 'not a class',
      'test/10/c.png': await png(30),
    });
    const { train, test: part, classNames } = await loadDataset(folder);
    expect(classNames).toEqual(['9', '10']);
    expect(train).toMatchObject({ count: 3, rows: 4, columns: 5, classNames });
    expect([...train.labels]).toEqual([0, 1, 1]);
    expect(Array.from({ length: 3 }, (_, index) => train.images[20 * index])).toEqual([9, 10, 20]);
    expect([part.count, part.labels[0], part.images[0]]).toEqual([1, 1, 30]);
  });

  test('without train and test is split, each class in proportion, the same way for a seed', async () => {
    const files: Record<string, Uint8Array> = {};
    for (let index = 0; index < 10; index++) {
      files[`cat/${index}.png`] = await png(index);
      files[`dog/${index}.png`] = await png(100 + index);
    }
    const folder = folderWith(files);
    const load = (options = {}) => loadDataset(folder, options);
    const { train, test: part } = await load();
    expect([train.count, part.count]).toEqual([16, 4]);
    expect([...part.labels].toSorted()).toEqual([0, 0, 1, 1]);
    expect((await load()).test.images).toEqual(part.images);
    expect((await load({ seed: 5 })).test.images).not.toEqual(part.images);
    expect((await load({ testShare: 0.5 })).test.count).toBe(10);
  });

  test('takes the order of classes from a file of class names', async () => {
    const folder = folderWith({
      'class-names.txt': 'z\na\n',
      'a/1.png': await png(1),
      'z/1.png': await png(2),
    });
    const { classNames } = await loadDataset(folder, { testShare: 1 });
    expect(classNames).toEqual(['z', 'a']);
  });

  test('scales images to a size on demand', async () => {
    const folder = folderWith({
      'train/a/1.png': await png(7, 10, 10),
      'train/a/2.png': await png(9, 3, 8),
      'test/a/1.png': await png(11, 40, 5),
    });
    const { train, test: part } = await loadDataset(folder, { imageShape: [6, 4] });
    expect(train).toMatchObject({ count: 2, rows: 6, columns: 4 });
    expect([...train.images]).toEqual([...Array(24).fill(7), ...Array(24).fill(9)]);
    expect(part.images[0]).toBe(11);
  });

  test.each<[string, () => Promise<Record<string, string | Uint8Array>>, string]>([
    [
      'images of several sizes',
      async () => ({ 'a/1.png': await png(1), 'a/2.png': await png(1, 5, 5) }),
      '2.png: it has 5 × 5 pixels, wanted 4 × 5 as',
    ],
    [
      'test images of another size',
      async () => ({ 'train/a/1.png': await png(1), 'test/a/1.png': await png(1, 5, 5) }),
      'have 5 × 5 pixels, wanted 4 × 5 as for training; give imageShape',
    ],
    [
      'a class without images',
      async () => ({ 'a/1.png': await png(1), 'b/readme.txt': '' }),
      'b: it holds no image',
    ],
    [
      'a class only in test',
      async () => ({ 'train/a/1.png': await png(1), 'test/b/1.png': await png(1) }),
      'no images to train on for b',
    ],
    [
      'folders beside train and test',
      async () => ({
        'train/a/1.png': await png(1),
        'test/a/1.png': await png(1),
        'other/1.png': await png(1),
      }),
      'beside train and test there is other',
    ],
    ['a file that is no image', async () => ({ 'a/1.png': 'hello' }), '1.png'],
    [
      'class names that are not those of the folders',
      async () => ({ 'a/1.png': await png(1), 'class-names.txt': 'b' }),
      'its class names are b, wanted those of its folders: a',
    ],
    ['nothing', async () => ({}), 'found neither idx files'],
    [
      'more than 256 classes',
      async () => {
        const image = await png(1);
        return Object.fromEntries(Array.from({ length: 257 }, (_, index) => [`${index}/1.png`, image]));
      },
      'it has 257 classes, wanted at most 256',
    ],
  ])('is refused with %s', async (_, files, message) => {
    await expect(loadDataset(folderWith(await files()))).rejects.toThrow(message);
  });

  test('is not scaled to a size that is none', async () => {
    const folder = folderWith({ 'a/1.png': await png(1) });
    await expect(loadDataset(folder, { imageShape: [0, 5] })).rejects.toThrow(
      'to 0 × 5 pixels, wanted integers',
    );
  });
});

test('what is neither a folder nor in the catalogue is refused', async () => {
  await expect(loadDataset('./no-such-folder')).rejects.toThrow(
    'Cannot load "./no-such-folder": it is neither a folder nor one of mnist, fashion-mnist',
  );
});
