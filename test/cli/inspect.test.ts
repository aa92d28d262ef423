import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { createRandom } from 'mnist-lab';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { folderWith } from '../datasets/folder-with.js';
import { npy } from '../datasets/npy-bytes.js';
import { zipArchive } from '../datasets/zip-archive.js';
import { drawnDigit } from '../images/writing/draw.js';
import { temporaryFolder } from '../temporary-folder.js';
import { runRecorded } from './run-recorded.js';

async function digits(): Promise<string> {
  const files: Record<string, Uint8Array> = {};
  for (const digit of [3, 7])
    for (let index = 0; index < 20; index++)
      files[`${digit}/${index}.png`] = await drawnDigit(digit, 100 * digit + index);
  return folderWith(files);
}

test('inspect counts images and exits with 0 if it finds no problem', async () => {
  const folder = await digits();
  const { code, out, err } = await runRecorded(['inspect', folder]);
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/CLASS +IMAGES\n3 +20\n7 +20\n/);
  expect(out).toContain('No problems found.');
});

test('inspect, train and evaluate list all unreadable images, and skip them with --skip-broken', async () => {
  const [folder, other] = [await digits(), await digits()];
  const model = path.join(temporaryFolder(), 'model');
  for (const each of [folder, other]) {
    writeFileSync(path.join(each, '3', 'torn.png'), 'no png');
    writeFileSync(path.join(each, '7', 'empty.jpg'), '');
  }
  const train = ['train', folder, '--image-shape', '12x12', '--epochs', '2', '--output', model];
  for (const [command, refusal] of [
    [['inspect', folder], 1],
    [train, 4],
    [['evaluate', model, '--dataset', other], 4],
  ] as const) {
    const refused = await runRecorded(command);
    expect(refused.code, command[0]).toBe(refusal);
    for (const word of ['torn.png', 'empty.jpg', '--skip-broken'])
      expect(refused.out + refused.err, command[0]).toContain(word);
    expect((await runRecorded([...command, '--skip-broken'])).code, command[0]).toBe(0);
  }
  // Evaluation skips the files of a folder that training skipped.
  expect((await runRecorded(['evaluate', model])).code).toBe(0);
});

test('inspect reads CSV and npz files and folders of CSV files, and finds images that are in two splits', async () => {
  const random = createRandom(1);
  // The last 20 images are in both splits.
  const images = Array.from({ length: 41 }, () => Array.from({ length: 16 }, () => random.integer(256)));
  const labels = images.map((_, index) => (index % 2 === 0 ? 3 : 7));
  const split = { train: [...images.keys()], test: [...images.keys()].slice(-20) };
  const header = ['label', ...images[0]!.map((_, at) => `pixel${at}`)].join(',');
  const lines = (indices: readonly number[]) =>
    [header, ...indices.map((index) => [labels[index], ...images[index]!].join(','))].join('\n');
  const arrays = (indices: readonly number[]) => ({
    x: npy(
      '|u1',
      [indices.length, 4, 4],
      indices.flatMap((index) => images[index]!),
    ),
    y: npy(
      '|u1',
      [indices.length],
      indices.map((index) => labels[index]!),
    ),
  });
  const [train, tested] = [arrays(split.train), arrays(split.test)];
  const files = { x_train: train.x, y_train: train.y, x_test: tested.x, y_test: tested.y };
  const npz = zipArchive(
    Object.entries(files).map(([name, bytes]) => ({ path: `${name}.npy`, bytes, isDeflated: true })),
  );
  const both = folderWith({ 'my_train.csv': lines(split.train), 'my_test.csv': lines(split.test) });
  const folder = folderWith({ 'plain.csv': lines(split.train), 'both.npz': npz });
  const plain = await runRecorded(['inspect', path.join(folder, 'plain.csv')]);
  expect([plain.code, plain.err]).toEqual([0, '']);
  expect(plain.out).toMatch(/CLASS +IMAGES\n3 +21\n7 +20\n/);
  expect(plain.out).toContain('Sizes: 4 × 4 (41)');
  for (const source of [both, path.join(folder, 'both.npz')]) {
    const sheet = path.join(temporaryFolder(), 'sheet.html');
    const { code, out } = await runRecorded(['inspect', source, '--contact-sheet', sheet]);
    expect(code, source).toBe(1);
    expect(out).toMatch(/CLASS +TRAIN +TEST\n3 +21 +10\n7 +20 +10\n/);
    expect(out).toContain('20 images are in several splits');
    expect(out).toMatch(/, image 21 = .*, image 0\n/);
    expect(readFileSync(sheet, 'utf8').match(/data:image\/png/g)).toHaveLength(61);
  }
  writeFileSync(path.join(folder, 'plain.csv'), `${lines(split.train)}\n3,1,2`);
  const torn = await runRecorded(['inspect', path.join(folder, 'plain.csv')]);
  expect([torn.code, torn.err]).toEqual([4, expect.stringContaining('line 43')]);
});

test('train rejects a folder with a single class', async () => {
  const folder = folderWith({ '3/1.png': await drawnDigit(3, 1), '3/2.png': await drawnDigit(3, 2) });
  const { code, err } = await runRecorded(['train', folder, '--image-shape', '12x12']);
  expect(code).toBe(4);
  expect(err).toContain('expected at least two classes but found one, 3.');
});

test('inspect writes a contact sheet in the format of its file name', async () => {
  const folder = await digits();
  const page = path.join(temporaryFolder(), 'sheet.html');
  expect((await runRecorded(['inspect', folder, '--contact-sheet', page])).code).toBe(0);
  const html = readFileSync(page, 'utf8');
  expect(html.match(/<img/g)).toHaveLength(40);
  expect(html).not.toMatch(/(src|href)="(?!data:)/);
  const image = path.join(temporaryFolder(), 'sheet.png');
  await runRecorded(['inspect', folder, '--contact-sheet', image]);
  expect(await sharp(image).metadata()).toMatchObject({ format: 'png', width: 956 });
  const other = await runRecorded(['inspect', folder, '--contact-sheet', 'sheet.gif']);
  expect(other.code).toBe(2);
  expect(other.err).toContain(
    'expected a file that ends in .html, .png, .jpg or .webp but found "sheet.gif"',
  );
});

test('inspect writes no contact sheet among the images of a class', async () => {
  const folder = await digits();
  const link = path.join(temporaryFolder(), 'link.png');
  symlinkSync(path.join(folder, '3', '0.png'), link);
  mkdirSync(path.join(folder, 'broken'));
  writeFileSync(path.join(folder, 'broken', '1.png'), 'no image');
  const outside = path.join(temporaryFolder(), 'outside.png');
  copyFileSync(path.join(folder, '3', '0.png'), outside);
  symlinkSync(outside, path.join(folder, '3', 'linked.png'));
  const before = readFileSync(link);
  for (const sheet of [
    path.join(folder, '3', '0.png'),
    path.join(folder, '7', 'new.png'),
    path.join(folder, '3', '..', '7', 'sheet.html'),
    path.join(folder, 'new', 'sheet.html'),
    path.join(folder, 'broken', '1.png'),
    link,
  ]) {
    const { code, err } = await runRecorded(['inspect', folder, '--contact-sheet', sheet]);
    expect([code, err]).toEqual([
      2,
      expect.stringContaining(`outside the subfolders of the images but found "${sheet}"`),
    ]);
  }
  expect(readFileSync(link)).toEqual(before);
  expect(readdirSync(path.join(folder, '7'))).toHaveLength(20);
  expect(existsSync(path.join(folder, 'new'))).toBe(false);
  expect(readFileSync(path.join(folder, 'broken', '1.png'), 'utf8')).toBe('no image');
  const linked = await runRecorded(['inspect', folder, '--contact-sheet', outside]);
  expect([linked.code, linked.err]).toEqual([4, expect.stringContaining('not one of the images')]);
  expect(readFileSync(outside)).toEqual(before);
  rmSync(path.join(folder, 'broken'), { recursive: true });
  const beside = await runRecorded(['inspect', folder, '--contact-sheet', path.join(folder, 'sheet.html')]);
  expect(beside.code).toBe(0);
});

test('inspect --json prints its report, or its error, as JSON', async () => {
  const folder = await digits();
  const { out } = await runRecorded(['inspect', folder, '--json']);
  expect(JSON.parse(out)).toMatchObject({ count: 40, parts: ['all'], contactSheet: null });
  const missing = await runRecorded(['inspect', `${folder}/nothing`, '--json']);
  expect(missing.code).toBe(4);
  expect(JSON.parse(missing.out).error.message).toMatch(/folder .* not found/);
});
