import { writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { createRandom, type Dataset, loadDataset } from 'mnist-lab';
import { describe, expect, test } from 'vitest';
import { folderWith } from './folder-with.js';
import { type NpyType, npy } from './npy-bytes.js';
import { zipArchive } from './zip-archive.js';

/** Random images whose first and last pixels are background, as in digits. */
function randomImages(count: number, side: number, seed: number): { pixels: Uint8Array[]; labels: number[] } {
  const random = createRandom(seed);
  const pixels = Array.from({ length: count }, () => {
    const image = Uint8Array.from({ length: side * side }, () => random.integer(256));
    image[0] = image[side * side - 1] = 0;
    image[1] = 255;
    return image;
  });
  return { pixels, labels: Array.from({ length: count }, (_, index) => index % 3) };
}

/** All images of a dataset with their labels, in an order that does not depend on the split. */
function sorted(...parts: readonly Dataset[]): string[] {
  return parts
    .flatMap(({ images, labels, classNames, rows, columns }) =>
      [...labels].map((label, index) => {
        const pixels = images.subarray(index * rows * columns, (index + 1) * rows * columns);
        return `${classNames[label]}: ${[...pixels].join(' ')}`;
      }),
    )
    .sort();
}

const csvVariants = fc.record({
  header: fc.constantFrom('none', 'plain', 'quoted'),
  labelPlace: fc.constantFrom('first', 'last'),
  labelName: fc.constantFrom('label', 'Label', 'class', 'y'),
  words: fc.boolean(),
  isFraction: fc.boolean(),
  separator: fc.constantFrom(',', ';', '\t'),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  mark: fc.boolean(),
  side: fc.constantFrom(3, 5),
  seed: fc.integer({ min: 1, max: 1000 }),
});

const words = ['ape', 'bee', 'cat'];

describe('a CSV file', () => {
  test('is loaded with common headers and separators, pixels to 1 or 255, and labels in the first or last column', async () => {
    await fc.assert(
      fc.asyncProperty(csvVariants, async (given) => {
        const { pixels, labels } = randomImages(30, given.side, given.seed);
        const row = (label: string, values: readonly (number | string)[]) =>
          (given.labelPlace === 'first' ? [label, ...values] : [...values, label]).join(given.separator);
        const quote = (text: string) => (given.header === 'quoted' ? `"${text}"` : text);
        const header = row(
          quote(given.labelName),
          Array.from({ length: given.side ** 2 }, (_, index) => quote(`pixel${index}`)),
        );
        const lines = pixels.map((image, index) =>
          row(
            given.words ? words[labels[index]!]! : `${labels[index]}`,
            given.isFraction ? Array.from(image, (value) => value / 255) : [...image],
          ),
        );
        const text = [...(given.header === 'none' ? [] : [header]), ...lines, ''].join(given.lineEnd);
        const folder = folderWith({ 'digits.csv': (given.mark ? '\ufeff' : '') + text });
        for (const place of [path.join(folder, 'digits.csv'), folder]) {
          const { train, test: tested, classNames, isSplitHere } = await loadDataset(place);
          expect(classNames).toEqual(given.words ? words : ['0', '1', '2']);
          expect([train.count, tested.count, isSplitHere]).toEqual([24, 6, true]);
          expect(train).toMatchObject({ rows: given.side, columns: given.side });
          const wanted = pixels.map((image, index) => `${classNames[labels[index]!]}: ${image.join(' ')}`);
          expect(sorted(train, tested)).toEqual(wanted.sort());
        }
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  const line = (label: number, ...values: number[]) => [label, ...values].join(',');
  const table = (count: number, from = 0) =>
    Array.from({ length: count }, (_, index) => line(index % 2, from + index, 1, 2, 0)).join('\n');

  test('named after a split is loaded as that split, and the test file is not read with the option test: false', async () => {
    const folder = folderWith({
      'my_train.csv': `label,a,b,c,d\n${table(6)}`,
      'my-val.csv': table(3, 20),
      'my.test.csv': table(2, 40),
      'class-names.txt': 'odd\neven\n',
    });
    const { train, validation, test: tested, classNames } = await loadDataset(folder);
    expect([train.count, validation?.count, tested.count]).toEqual([6, 3, 2]);
    expect(classNames).toEqual(['odd', 'even']);
    writeFileSync(path.join(folder, 'my.test.csv'), 'a,b\n');
    expect((await loadDataset(folder, { test: false })).test.count).toBe(0);
    await expect(loadDataset(folder)).rejects.toThrow('my.test.csv');
  });

  test('is loaded as images of the requested shape, by reshaping or scaling them', async () => {
    const file = path.join(
      folderWith({ 'a.csv': `${line(0, 1, 2, 3, 4, 5, 6, 7, 8)}\n${line(1, 8, 7, 6, 5, 4, 3, 2, 1)}` }),
      'a.csv',
    );
    await expect(loadDataset(file)).rejects.toThrow('expected a square number of pixels but found 8');
    expect((await loadDataset(file, { imageShape: [2, 4] })).train).toMatchObject({ rows: 2, columns: 4 });
    const square = path.join(folderWith({ 'a.csv': table(4) }), 'a.csv');
    const { train } = await loadDataset(square, { imageShape: [4, 6] });
    expect(train).toMatchObject({ rows: 4, columns: 6 });
    expect(train.images).toHaveLength(24 * train.count);
  });

  test.each<[string, string, RegExp]>([
    [
      'a row that is too short',
      `${table(4)}\n0,1,2,3`,
      /line 5: expected 5 values, as in line 1 but found 4/,
    ],
    ['a row that is too long', `${table(2)}\n0,1,2,3,4,5`, /line 3: expected 5 values.* but found 6/],
    [
      'a pixel that is not a number',
      `${table(2)}\n0,1,x,3,0`,
      /line 3: expected a pixel from 0 to 255 in column 3 but found "x"/,
    ],
    [
      'a pixel out of range',
      `${table(2)}\n\n0,1,256,3,0`,
      /line 4: expected a pixel .* column 3 but found "256"/,
    ],
    ['a negative pixel', 'label,a,b,c,d\n1,0,-1,0,0', /line 2: .* column 3 but found "-1"/],
    ['a missing pixel', `${table(2)}\n0,1,,3,0`, /line 3: .* column 3 but found ""/],
    [
      'words in both the first and the last column',
      'cat,1,2,3,x\ndog,1,2,3,y',
      /expected numbers in all columns except the label|may be in the first/,
    ],
    [
      'possible labels in both the first and the last column',
      '0,5,0,0,1\n1,5,0,0,0',
      /Add a header line with a column called label/,
    ],
    [
      'no label column',
      `${Array.from({ length: 9 }, (_, index) => `pixel${index}`).join(',')}\n${'0,'.repeat(8)}0`,
      /expected a column called label but found 9 columns, which are 3 × 3 pixels/,
    ],
    ['no lines', '', /expected a line for each image but found none/],
    ['only a header', 'label,a,b,c,d\n', /expected a line for each image but found none/],
    ['only one column', '1\n2\n', /line 1: expected a label and pixels/],
  ])('is rejected if it has %s', async (_, text, message) => {
    await expect(loadDataset(path.join(folderWith({ 'a.csv': text }), 'a.csv'))).rejects.toThrow(message);
  });

  test('is rejected if another file could be the same split, or if its labels do not occur in the training split', async () => {
    const folder = folderWith({ 'one.csv': table(2), 'other.csv': table(2) });
    await expect(loadDataset(folder)).rejects.toThrow(
      'but found one.csv and other.csv. Pass the file to load.',
    );
    const tested = folderWith({
      'train.csv': table(4),
      'test.csv': `${line(7, 1, 2, 3, 4)}\n${line(8, 0, 2, 3, 4)}`,
    });
    await expect(loadDataset(tested)).rejects.toThrow('expected the labels 0, 1 but found 7');
  });
});

const types: readonly NpyType[] = ['|u1', '<u2', '<i4', '<i8', '<u8', '<f4', '<f8'];
const npzVariants = fc.record({
  names: fc.constantFrom(
    { train: ['x_train', 'y_train'], validation: ['x_val', 'y_val'], test: ['x_test', 'y_test'] },
    {
      train: ['train_images', 'train_labels'],
      validation: ['val_images', 'val_labels'],
      test: ['test_images', 'test_labels'],
    },
  ),
  hasValidation: fc.boolean(),
  isWhole: fc.boolean(),
  type: fc.constantFrom(...types),
  labelType: fc.constantFrom(...types),
  isFraction: fc.boolean(),
  channel: fc.constantFrom('none', 'last', 'first'),
  labelColumn: fc.boolean(),
  isDeflated: fc.boolean(),
  seed: fc.integer({ min: 1, max: 1000 }),
});

function npz(arrays: Readonly<Record<string, Uint8Array>>, isDeflated = true): Uint8Array {
  return zipArchive(
    Object.entries(arrays).map(([name, bytes]) => ({ path: `${name}.npy`, bytes, isDeflated })),
  );
}

describe('an npz file', () => {
  test('is loaded with all common array names, number types, shapes and pixel scales', async () => {
    await fc.assert(
      fc.asyncProperty(npzVariants, async (given) => {
        const [rows, columns] = [3, 4];
        const parts = given.isWhole
          ? ['all']
          : ['train', ...(given.hasValidation ? ['validation'] : []), 'test'];
        const isFraction = given.isFraction && given.type.startsWith('<f');
        const arrays: Record<string, Uint8Array> = {};
        const wanted: string[] = [];
        for (const [at, part] of parts.entries()) {
          const random = createRandom(given.seed + at);
          const count = 10;
          const pixels = Array.from({ length: count * rows * columns }, () => random.integer(256));
          pixels[0] = 255;
          const labels = Array.from({ length: count }, (_, index) => index % 3);
          const shape = {
            none: [count, rows, columns],
            last: [count, rows, columns, 1],
            first: [count, 1, rows, columns],
          }[given.channel]!;
          const [images, targets] = part === 'all' ? ['x', 'y'] : given.names[part as 'train']!;
          arrays[images!] = npy(given.type, shape, isFraction ? pixels.map((value) => value / 255) : pixels);
          arrays[targets!] = npy(given.labelType, given.labelColumn ? [count, 1] : [count], labels);
          for (let index = 0; index < count; index++)
            wanted.push(`${labels[index]}: ${pixels.slice(index * 12, (index + 1) * 12).join(' ')}`);
        }
        const folder = folderWith({ 'mnist.npz': npz(arrays, given.isDeflated) });
        const loaded = await loadDataset(path.join(folder, 'mnist.npz'));
        const { train, validation, test: tested } = loaded;
        expect(train).toMatchObject({ rows, columns, classNames: ['0', '1', '2'] });
        expect(validation !== undefined).toBe(parts.includes('validation'));
        expect(loaded.isSplitHere ?? false).toBe(given.isWhole);
        expect(sorted(train, tested, ...(validation ? [validation] : []))).toEqual(wanted.sort());
        expect(sorted((await loadDataset(folder)).train)).toEqual(sorted(train));
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  const images = npy('|u1', [2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]);
  const labels = npy('|u1', [2], [0, 1]);

  test.each([
    ['it', 'a.npz'],
    ['its folder', ''],
  ])(
    'has all its training images and no test image if %s is loaded with the option test: false',
    async (_, name) => {
      const images = npy('|u1', [2, 2, 2], [0, 1, 2, 3, 4, 5, 6, 7]);
      const bytes = npz({ x_train: images, y_train: labels, x_test: images, y_test: labels });
      const file = path.join(folderWith({ 'a.npz': bytes }), name);
      const { train, test: tested } = await loadDataset(file, { test: false });
      expect([train.count, tested.count]).toEqual([2, 0]);
    },
  );
  test.each<[string, Uint8Array, RegExp]>([
    [
      'arrays of unknown names',
      npz({ arr_0: images, arr_1: labels }),
      /expected the arrays x_train and y_train .* but found arr_0 and arr_1/,
    ],
    [
      'colour images',
      npz({ x: npy('|u1', [1, 2, 2, 3], Array(12).fill(0)), y: labels }),
      /N × rows × columns of grey images but found 1 × 2 × 2 × 3/,
    ],
    [
      'fewer labels than images',
      npz({ x: images, y: npy('|u1', [1], [0]) }),
      /expected 2 labels, one for each image, but found 1/,
    ],
    [
      'one-hot labels',
      npz({ x: images, y: npy('|u1', [2, 2], [0, 1, 1, 0]) }),
      /expected 2 labels.* but found 2 × 2/,
    ],
    [
      'labels that are fractions',
      npz({ x: images, y: npy('<f4', [2], [0, 0.5]) }),
      /expected whole numbers but found 0\.5 at 1/,
    ],
    [
      'negative pixels',
      npz({ x: npy('<f4', [2, 1, 1], [-1, 1]), y: labels }),
      /expected pixels from 0 to 1.* but found -1 in image 0/,
    ],
    [
      'pixels above 255',
      npz({ x: npy('<u2', [2, 1, 1], [0, 256]), y: labels }),
      /expected pixels from 0 to 255 but found 256 in image 1/,
    ],
    [
      'a truncated array',
      npz({ x: images.subarray(0, images.length - 1), y: labels }),
      /expected 8 bytes of an array but found 7/,
    ],
    [
      'an array with extra bytes',
      npz({ x: Buffer.concat([images, Buffer.from('x')]), y: labels }),
      /expected 8 bytes of an array but found more/,
    ],
    [
      'an entry that is not an array',
      npz({ x: Buffer.from('hello, this is not an array'), y: labels }),
      /expected an npy array but found something else/,
    ],
    [
      'an array of Python objects',
      npz({ x: npy('|O' as NpyType, [2, 2, 2], Array(8).fill(0)), y: labels }),
      /found the type \|O/,
    ],
    [
      'an array in column-major order',
      npz({ x: npy('|u1', [2, 2, 2], Array(8).fill(0), true), y: labels }),
      /numpy\.ascontiguousarray/,
    ],
    [
      'text instead of a zip archive',
      Buffer.from('not a zip archive at all, but text'),
      /expected an npz file but the zip archive cannot be read/,
    ],
  ])('is rejected with %s', async (_, bytes, message) => {
    await expect(loadDataset(path.join(folderWith({ 'a.npz': bytes }), 'a.npz'))).rejects.toThrow(message);
  });
});

test.each([
  ['a.parquet', 'pandas.read_parquet'],
  ['a.MAT', 'scipy.io.loadmat'],
  ['a.arff', 'scipy.io.arff.loadarff'],
  ['a.tar.gz', 'unpack it'],
  ['a.doc', 'a file of another kind'],
])(
  'loadDataset() rejects the file %s, and the error names the formats it reads and contains "%s"',
  async (name, words) => {
    const file = path.join(folderWith({ [name]: 'x' }), name);
    const error = await loadDataset(file).catch((reason: Error) => reason);
    expect((error as Error).message).toContain(words);
    expect((error as Error).message).toMatch(
      /^Loading .*expected a folder, a CSV file or an npz file but found [^\n]*\.$/,
    );
  },
);
