import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { folderIssues, inspectFolder, loadDataset } from 'mnist-lab';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../temporary-folder.js';
import { folderWith } from './folder-with.js';

const encoded = new Map<string, Promise<Buffer>>();

/** A PNG or JPEG of one grey level, encoded once. */
function image(value: number, format: 'png' | 'jpeg' = 'png'): Promise<Buffer> {
  const key = `${value} ${format}`;
  const made = encoded.get(key) ?? encode(value, format);
  encoded.set(key, made);
  return made;
}

const encode = (value: number, format: 'png' | 'jpeg') =>
  sharp(Buffer.alloc(20, value), { raw: { width: 5, height: 4, channels: 1 } })
    .toFormat(format, { quality: 100 })
    .toBuffer();

const names = {
  train: ['train', 'training'],
  validation: ['validation', 'valid', 'val'],
  test: ['test', 'testing'],
};
const cases = [
  (name: string) => name,
  (name: string) => name.toUpperCase(),
  (name: string) => name[0]!.toUpperCase() + name.slice(1),
];
const suffixes = ['.png', '.jfif', '.JPG', '.jpeg', ''];

const named = (part: keyof typeof names) =>
  fc
    .tuple(fc.constantFrom(...names[part]), fc.constantFrom(...cases))
    .map(([name, written]) => written(name));
const layouts = fc.record({
  around: fc.array(fc.constantFrom('archive', 'data', 'train', 'mnist_png'), { maxLength: 3 }),
  train: named('train'),
  validation: fc.option(named('validation')),
  test: fc.option(named('test')),
  inside: fc.boolean(),
  suffix: fc.constantFrom(...suffixes),
  linked: fc.constantFrom('nothing', 'parts', 'classes', 'images'),
});

describe('a folder with one subfolder of images per class', () => {
  test('is loaded with its splits, under common folder names, inside single subfolders and through links', async () => {
    await fc.assert(
      fc.asyncProperty(layouts, async ({ around, inside, suffix, linked, ...parts }) => {
        const [root, elsewhere] = [temporaryFolder(), temporaryFolder()];
        const folder = path.join(root, ...around);
        const given = Object.entries(parts).filter(([, name]) => name !== null);
        const format = suffix === '.png' ? 'png' : 'jpeg';
        let links = 0;
        /** Moves a file or folder away and leaves a link in its place. */
        const link = (place: string) => {
          const target = path.join(elsewhere, `${links++}`);
          renameSync(place, target);
          symlinkSync(target, place);
        };
        for (const [at, [, name]] of given.entries()) {
          // In Kaggle archives, a split's folder often contains a folder of the same name.
          const place = inside ? path.join(folder, name!, name!) : path.join(folder, name!);
          for (const label of [0, 1]) {
            mkdirSync(path.join(place, `${label}`), { recursive: true });
            for (let index = 0; index < 5; index++) {
              const file = path.join(place, `${label}`, `${index}${suffix}`);
              writeFileSync(file, await image(100 * label + 10 * at + index, format));
              if (linked === 'images') link(file);
            }
            if (linked === 'classes') link(path.join(place, `${label}`));
          }
          if (linked === 'parts') link(path.join(folder, name!));
        }
        const loaded = await loadDataset(root);
        expect(loaded.classNames).toEqual(['0', '1']);
        const isSplit = given.length > 1;
        const trained = isSplit && parts.test !== null ? 10 : 8;
        expect(loaded.train.count).toBe(trained);
        expect(loaded.validation?.count).toBe(isSplit && parts.validation !== null ? 10 : undefined);
        expect(loaded.test.count).toBe(isSplit && parts.test !== null ? 10 : 2);
        expect(loaded.isSplitHere ?? false).toBe(trained === 8);
        expect(loaded.skipped).toEqual([]);
        for (const part of [loaded.train, loaded.validation, loaded.test])
          for (let index = 0; index < (part?.count ?? 0); index++)
            expect(part!.images[20 * index]! >= 99).toBe(part!.labels[index] === 1);
        const check = await inspectFolder(root);
        expect(check.pictures).toHaveLength(10 * given.length);
        expect(folderIssues(check).filter(({ kind }) => kind === 'problem')).toEqual([]);
      }),
      { numRuns: 12, seed: 1 },
    );
  });

  test('is loaded without its test images on request', async () => {
    const files = { 'train/a/1.png': await image(1), 'train/b/1.png': await image(2) };
    const folder = folderWith({ ...files, 'test/a/broken.png': 'no image' });
    const { train, test: tested } = await loadDataset(folder, { test: false, skipBroken: false });
    expect([train.count, tested.count, tested.images.length]).toEqual([2, 0, 0]);
  });

  test('is loaded without files that have no extension and are not images', async () => {
    const folder = folderWith({
      'train/a/1': await image(1),
      'train/a/README': 'about the images',
      'test/a/2': '<svg xmlns="http://www.w3.org/2000/svg" width="5" height="4"/>',
    });
    const { train, test: tested, skipped } = await loadDataset(folder, { skipBroken: false });
    expect([train.count, tested.count]).toEqual([1, 1]);
    expect(skipped!.map(({ file }) => path.basename(file))).toEqual(['README']);
  });

  test.each<[string, (folder: string) => void, RegExp]>([
    [
      'a class that is a link to the dataset folder',
      (folder) => symlinkSync('.', path.join(folder, 'c')),
      /c: expected a file or another folder but found a link to .*, which contains it\. Delete it\./,
    ],
    [
      'a class that is a link to the parent of the dataset folder',
      (folder) => symlinkSync(path.dirname(folder), path.join(folder, 'c')),
      /c: expected a file or another folder but found a link to/,
    ],
    [
      'a link to itself',
      (folder) => symlinkSync('c', path.join(folder, 'c')),
      /c: expected a file or a folder but found a link to itself/,
    ],
    [
      'a class that is a broken link',
      (folder) => symlinkSync('gone', path.join(folder, 'c')),
      /expected c to be a folder but found a broken link/,
    ],
  ])('is rejected if it contains %s', async (_, make, message) => {
    const folder = folderWith({ 'a/1.png': await image(1), 'b/1.png': await image(2) });
    make(folder);
    await expect(loadDataset(folder)).rejects.toThrow(message);
    await expect(inspectFolder(folder)).rejects.toThrow(message);
  });

  test('is rejected if its links form a loop', async () => {
    const folder = folderWith({ 'a/readme.txt': '', 'b/readme.txt': '' });
    symlinkSync('../b', path.join(folder, 'a', 'next'));
    symlinkSync('../a', path.join(folder, 'b', 'next'));
    await expect(loadDataset(path.join(folder, 'a'))).rejects.toThrow(/expected|found/);
  });

  test.each<[string, string[], RegExp]>([
    [
      'two folders for one split',
      ['train', 'test', 'Testing'],
      /expected one folder of test images but found Testing and test/,
    ],
    [
      'split folders with unknown names',
      ['seg_train', 'seg_test'],
      /found folders of folders, seg_test and seg_train\. If they are splits, rename them: train or training; validation, valid or val; test or testing/,
    ],
  ])('is rejected if it contains %s, and the error names these folders', async (_, folders, message) => {
    const one = await image(1);
    const files = folders.flatMap((name) =>
      ['a', 'b'].map((each) => [`${name}/${each}/1.png`, one] as const),
    );
    const folder = folderWith(Object.fromEntries(files));
    await expect(loadDataset(folder)).rejects.toThrow(message);
    await expect(inspectFolder(folder)).rejects.toThrow(message);
  });
});

describe('inspectFolder()', () => {
  test('reports classes without training images, and classes with few training images', async () => {
    const files: Record<string, Uint8Array> = {};
    for (let index = 0; index < 6; index++) {
      files[`train/a/${index}.png`] = await image(index);
      if (index < 4) files[`train/b/${index}.png`] = await image(50 + index);
      files[`test/a/${index}.png`] = await image(100 + index);
      files[`val/c/${index}.png`] = await image(150 + index);
    }
    const check = await inspectFolder(folderWith(files));
    expect(check.parts).toEqual(['train', 'validation', 'test']);
    const said = folderIssues(check).map(({ kind, text }) => `${kind}: ${text}`);
    expect(said).toContainEqual(expect.stringContaining('problem: No training images of: c.'));
    expect(said).toContainEqual(expect.stringContaining('Fewer than 5 images to train on of: b (4).'));
    expect(said).toContainEqual(expect.stringContaining('Fewer than 20 images to train on of: a (6).'));
  });
});
