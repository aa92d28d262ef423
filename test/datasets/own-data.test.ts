import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { loadDataset } from 'mnist-lab';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { folderWith } from './folder-with.js';
import { idxBytes } from './idx-bytes.js';

const labels = (...values: number[]) => idxBytes(8, [values.length], Uint8Array.from(values));
const images = (count: number, rows = 2, columns = 3) =>
  idxBytes(
    8,
    [count, rows, columns],
    Uint8Array.from({ length: count * rows * columns }, (_, i) => i % 256),
  );

describe('a folder of four idx files', () => {
  const files = {
    'train-images-idx3-ubyte': images(4),
    'train-labels-idx1-ubyte': labels(0, 1, 2, 0),
    't10k-images-idx3-ubyte.gz': gzipSync(images(2)),
    't10k-labels-idx1-ubyte.gz': gzipSync(labels(1, 2)),
  };

  test('is loaded as a dataset with numbered classes, from plain and gzipped files', async () => {
    const folder = folderWith(files);
    const { name, title, train, test: part, classNames } = await loadDataset(folder);
    expect([name, title]).toEqual([folder, path.basename(folder)]);
    expect(classNames).toEqual(['0', '1', '2']);
    expect(train).toMatchObject({ count: 4, rows: 2, columns: 3, classNames });
    expect([...train.labels]).toEqual([0, 1, 2, 0]);
    expect([...part.images]).toEqual(Array.from({ length: 12 }, (_, index) => index));
  });

  test('is recognised if its files have other common names', async () => {
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

  test.each<[string, Record<string, string | Uint8Array>, string | RegExp]>([
    [
      'too few class names',
      { 'class-names.txt': 'bird\nplane' },
      'expected labels from 0 to 1 but label 2 is 2',
    ],
    [
      'a duplicate class name',
      { 'class-names.txt': 'bird\nbird' },
      'expected distinct names but found "bird" twice',
    ],
    [
      'an empty class name',
      { 'class-names.txt': 'bird\n\nman' },
      'expected a name for class 1 but found an empty one',
    ],
    ['class names that are not an array', { 'classes.json': '{"a": 1}' }, 'expected an array of strings'],
    ['class names that are not JSON', { 'classes.json': '[' }, 'expected JSON'],
    [
      'pixels that are not unsigned 8-bit numbers',
      { 'train-images-idx3-ubyte': idxBytes(9, [0, 2, 3], new Uint8Array()) },
      'to be uint8 but found int8',
    ],
    [
      'more labels than images',
      { 'train-labels-idx1-ubyte': labels(0, 1, 2, 0, 1) },
      /expected 4 labels, as many as images in .*, but found 5/,
    ],
    [
      'test images of another size',
      { 't10k-images-idx3-ubyte.gz': gzipSync(images(2, 3, 3)) },
      'expected images of 2 × 3 pixels, as for training, but found 3 × 3',
    ],
    ['a .gz file that is not gzip', { 't10k-labels-idx1-ubyte.gz': 'hello' }, 'decompression failed'],
    [
      'two files of test labels',
      { 'test-labels.idx': labels(1, 2) },
      'expected one file named like t10k-labels',
    ],
    [
      'more than 256 classes',
      { 'class-names.txt': Array.from({ length: 257 }, (_, index) => `class ${index}`).join('\n') },
      'expected at most 256 classes, as labels are 8-bit numbers, but found 257',
    ],
  ])('is rejected with %s', async (_, changed, message) => {
    await expect(loadDataset(folderWith({ ...files, ...changed }))).rejects.toThrow(message);
  });

  test('can be read without its test files on request, and with both a plain and a gzipped copy of a file', async () => {
    const { 't10k-images-idx3-ubyte.gz': _, 't10k-labels-idx1-ubyte.gz': __, ...trained } = files;
    const { train, test: part } = await loadDataset(folderWith(trained), { test: false });
    expect([train.count, part.count]).toEqual([4, 0]);
    await expect(loadDataset(folderWith(trained))).rejects.toThrow('Use --no-test');
    const raw = Object.fromEntries(
      Object.entries(trained).flatMap(([name, bytes]) => [
        [`MNIST/raw/${name}`, bytes],
        [`MNIST/raw/${name}.gz`, gzipSync(bytes)],
      ]),
    );
    const whole = {
      ...raw,
      'MNIST/raw/t10k-images-idx3-ubyte': images(2),
      'MNIST/raw/t10k-labels-idx1-ubyte': labels(1, 2),
    };
    expect((await loadDataset(folderWith(whole))).test.count).toBe(2);
  });

  test('is rejected if a file is missing, and the error names it', async () => {
    const { 'train-labels-idx1-ubyte': _, ...others } = files;
    await expect(loadDataset(folderWith(others))).rejects.toThrow(
      'expected one file named like train-labels-idx1-ubyte but found none',
    );
  });
});

/** A grey PNG of one level. */
const png = (value: number, rows = 4, columns = 5) =>
  sharp(Buffer.alloc(rows * columns, value), { raw: { width: columns, height: rows, channels: 1 } })
    .png()
    .toBuffer();

describe('a folder of images by class', () => {
  test('with train and test is a dataset with classes named after the folders', async () => {
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

  test('without train and test is split per class, in the same way for the same seed', async () => {
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
    expect((await load({ testSize: 0.5 })).test.count).toBe(10);
  });

  test('takes the order of classes from a file of class names', async () => {
    const folder = folderWith({
      'class-names.txt': 'z\na\n',
      'a/1.png': await png(1),
      'z/1.png': await png(2),
    });
    const { classNames } = await loadDataset(folder, { testSize: 1 });
    expect(classNames).toEqual(['z', 'a']);
  });

  test('scales images to the requested size', async () => {
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

  test.each<[string, () => Promise<Record<string, string | Uint8Array>>, string | RegExp]>([
    [
      'images of several sizes',
      async () => ({ 'a/1.png': await png(1), 'a/2.png': await png(1, 5, 5) }),
      /2\.png: expected 4 × 5 pixels, as in .*, but found 5 × 5\. Resize them/,
    ],
    [
      'test images of another size',
      async () => ({ 'train/a/1.png': await png(1), 'test/a/1.png': await png(1, 5, 5) }),
      'expected images of 4 × 5 pixels, as for training, but found 5 × 5. Resize them',
    ],
    [
      'a class without images',
      async () => ({ 'a/1.png': await png(1), 'b/readme.txt': '' }),
      'b: expected images',
    ],
    [
      'a class that is only in the test split',
      async () => ({ 'train/a/1.png': await png(1), 'test/b/1.png': await png(1) }),
      'expected only classes of train but also found b',
    ],
    [
      'other folders next to train and test',
      async () => ({
        'train/a/1.png': await png(1),
        'test/a/1.png': await png(1),
        'other/1.png': await png(1),
      }),
      'expected only the folders train and test but also found other',
    ],
    ['a file that is not an image', async () => ({ 'a/1.png': 'hello' }), '1.png'],
    [
      'class names that are not those of the folders',
      async () => ({ 'a/1.png': await png(1), 'class-names.txt': 'b' }),
      'expected the class names to be those of its folders, a, but found b',
    ],
    ['no files', async () => ({}), 'expected idx files'],
    [
      'more than 256 classes',
      async () => {
        const image = await png(1);
        return Object.fromEntries(Array.from({ length: 257 }, (_, index) => [`${index}/1.png`, image]));
      },
      'expected at most 256 classes, as labels are 8-bit numbers, but found 257',
    ],
  ])('is rejected with %s', async (_, files, message) => {
    await expect(loadDataset(folderWith(await files()))).rejects.toThrow(message);
  });

  test('is rejected if the requested image size is invalid', async () => {
    const folder = folderWith({ 'a/1.png': await png(1) });
    await expect(loadDataset(folder, { imageShape: [0, 5] })).rejects.toThrow(
      'imageShape to be integers above 0 but found 0 × 5',
    );
  });
});

test('loadDataset() rejects a name that is neither a folder, a file nor in the catalogue', async () => {
  await expect(loadDataset('./no-such-folder')).rejects.toThrow(
    'expected a folder, a file or one of mnist, fashion-mnist',
  );
});
