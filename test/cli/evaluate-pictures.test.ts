import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  createDigitModel,
  createFashionModel,
  createRandom,
  type Dataset,
  decodeImage,
  saveModel,
  train,
} from 'mnist-lab';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { likeMnist } from '../images/prepared.js';
import { drawnDigit } from '../images/writing/draw.js';
import { temporaryFolder } from '../temporary-folder.js';
import { runRecorded } from './run-recorded.js';

const known = [0, 1, 3, 7];
const words = ['zero', 'one', '', 'three', '', '', '', 'seven'];
let home: string;
let model: string;

/** Drawn digits, preprocessed like MNIST's images, to train a network for four digits. */
async function drawnDigits(count: number): Promise<Dataset> {
  const images = new Uint8Array(count * 784);
  const labels = Uint8Array.from({ length: count }, (_, index) => known[index % known.length]!);
  const random = createRandom(1);
  for (const [index, digit] of labels.entries()) {
    const picture = await decodeImage(await drawnDigit(digit, 1000 + random.integer(1000)));
    images.set(likeMnist(picture), index * 784);
  }
  return { images, labels, count, rows: 28, columns: 28, classNames: [...'0123456789'] };
}

beforeAll(async () => {
  home = mkdtempSync(path.join(os.tmpdir(), 'mnist-lab-evaluate-'));
  model = path.join(home, 'model');
  const digit = createDigitModel({ hiddenUnits: [32] });
  await train(digit, await drawnDigits(80), { epochs: 40, batchSize: 20 });
  await saveModel(digit, model, { trainedWith: { dataset: 'mnist' } });
});

afterAll(() => rmSync(home, { recursive: true }));

async function folderOf(
  names: readonly (readonly [name: string, digit: number])[],
  parent = '',
): Promise<string> {
  const folder = temporaryFolder();
  for (const [name, digit] of names) {
    mkdirSync(path.join(folder, parent, name), { recursive: true });
    for (let index = 0; index < 3; index++) {
      writeFileSync(path.join(folder, parent, name, `${index}.png`), await drawnDigit(digit, index));
    }
  }
  return folder;
}

test('evaluate preprocesses images of digits like MNIST’s, unless --preprocessing resize is set', async () => {
  const folder = await folderOf(known.map((digit) => [`${digit}`, digit]));
  const { code, out } = await runRecorded(['evaluate', model, '--dataset', folder, '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ count: 12, accuracy: 1, split: 'all', skipped: [] });
  const plain = await runRecorded([
    'evaluate',
    model,
    '--dataset',
    folder,
    '--preprocessing',
    'resize',
    '--json',
  ]);
  expect(JSON.parse(plain.out).accuracy).toBeLessThan(0.6);
});

test('evaluate matches a folder named "three" to class 3, and measures only the classes that the folder has', async () => {
  const folder = await folderOf([
    [words[3]!, 3],
    [words[7]!, 7],
  ]);
  const { code, out } = await runRecorded(['evaluate', model, '--dataset', folder]);
  expect(code).toBe(0);
  expect(out).toContain('accuracy 100.00%');
  expect(out).toMatch(/macro average +100\.00%/);
  expect(out).toContain('No images of: 0, 1, 2, 4, 5, 6, 8, 9');
});

test('evaluate reports skipped files, and images that are in several splits', async () => {
  const folder = await folderOf([['3', 3]], 'train');
  mkdirSync(path.join(folder, 'test', '3'), { recursive: true });
  copyFileSync(path.join(folder, 'train', '3', '1.png'), path.join(folder, 'test', '3', 'same.png'));
  writeFileSync(path.join(folder, 'test', '3', 'phone.heic'), 'a photo');
  const { code, err } = await runRecorded(['evaluate', model, '--dataset', folder]);
  expect(code).toBe(0);
  expect(err).toMatch(/1 file was skipped:\n.*phone\.heic: HEIC/);
  expect(err).toMatch(/1 image is in several splits.*\n.*1\.png/);
});

test('evaluate matches folders with other names to classes by the file given with --class-names', async () => {
  const folder = await folderOf(known.map((digit) => [`class ${digit}`, digit]));
  const evaluate = (...words: string[]) =>
    runRecorded(['evaluate', model, '--dataset', folder, '--json', ...words]);
  const refused = await evaluate();
  expect(refused.code).toBe(4);
  expect(refused.out).toContain('--class-names');
  const file = (name: string, content: unknown) => {
    const place = path.join(folder, name);
    writeFileSync(place, typeof content === 'string' ? content : JSON.stringify(content));
    return place;
  };
  const mapped = Object.fromEntries(known.map((digit) => [`class ${digit}`, `${digit}`]));
  for (const place of [
    file('map.json', { ...mapped, 'class 9': '9' }),
    file('list.json', known.map(String)),
    file('lines.txt', 'zero\none\nthree\nseven\n'),
  ]) {
    const { code, out } = await evaluate('--class-names', place);
    expect([code, JSON.parse(out).accuracy]).toEqual([0, 1]);
  }
  const short = await evaluate('--class-names', file('short.txt', 'zero\n'));
  expect([short.code, short.out]).toEqual([4, expect.stringContaining('expected 4 names')]);
});

test('evaluate rejects a folder with classes that the model lacks, unless --class-names index is set', async () => {
  const fashion = path.join(temporaryFolder(), 'fashion');
  await saveModel(createFashionModel({ hiddenUnits: [] }), fashion, {
    trainedWith: { dataset: 'fashion-mnist' },
  });
  const folder = await folderOf([
    ['3', 3],
    ['7', 7],
  ]);
  const { code, err } = await runRecorded([
    'evaluate',
    fashion,
    '--dataset',
    folder,
    '--preprocessing',
    'mnist',
  ]);
  expect(code).toBe(4);
  expect(err).toContain("expected the model's classes (T-shirt/top");
  expect(err).toContain('--class-names index');
  const numbered = [
    'evaluate',
    fashion,
    '--dataset',
    folder,
    '--preprocessing',
    'mnist',
    '--class-names',
    'index',
  ];
  const { code: done, out } = await runRecorded([...numbered, '--json']);
  expect(done).toBe(0);
  const tested = JSON.parse(out).report.classes.filter((each: { support: number }) => each.support > 0);
  expect(tested.map((each: { name: string }) => each.name)).toEqual(['Dress', 'Sneaker']);
});
