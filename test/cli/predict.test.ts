import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createDenseClassifier, createRandom, type Dataset, saveModel, train } from 'mnist-lab';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runRecorded } from './run-recorded.js';

const side = 28;
let folder: string;
let model: string;

/** A picture of an upright or a lying bar, light on dark. */
function bar(label: number, shift: number): Uint8Array {
  const pixels = new Uint8Array(side * side);
  for (let along = 5; along < 23; along++) {
    for (let across = 12; across < 16; across++) {
      const [row, column] = label === 0 ? [along, across + shift] : [across + shift, along];
      pixels[row * side + column] = 255;
    }
  }
  return pixels;
}

function bars(count: number): Dataset {
  const random = createRandom(1);
  const images = new Uint8Array(count * side * side);
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 2);
  labels.forEach((label, index) => {
    images.set(bar(label, random.integer(5) - 2), index * side * side);
  });
  return { images, labels, count, rows: side, columns: side, classNames: ['upright', 'lying'] };
}

const file = (name: string) => path.join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'mnist-lab-predict-'));
  model = file('model');
  const classifier = createDenseClassifier({
    hiddenUnits: [],
    classNames: ['upright', 'lying'],
    name: 'digit',
  });
  await train(classifier, bars(100), { epochs: 20, batchSize: 20, learningRate: 0.01 });
  await saveModel(classifier, model);
  const raw = { raw: { width: side, height: side, channels: 1 as const } };
  await sharp(bar(0, 1), raw).png().toFile(file('upright.png'));
  const dark = await sharp(bar(1, 0), raw).negate().png().toBuffer();
  const photo = sharp(dark).resize(280, 280).extend({ top: 40, right: 90, background: '#fff' });
  await photo.jpeg().toFile(file('lying.jpg'));
});

afterAll(() => rmSync(folder, { recursive: true }));

test('predict prints class, probability and runner-up of every image', async () => {
  const { code, out, err } = await runRecorded(['predict', model, file('upright.png'), file('lying.jpg')]);
  expect([code, err]).toEqual([0, '']);
  const [first, second] = out.split('\n');
  expect(first).toMatch(/upright\.png +upright +\d+\.\d % {2}runner-up lying \d+\.\d %$/);
  expect(second).toMatch(/lying\.jpg +lying +\d+\.\d % {2}runner-up upright \d+\.\d %$/);
});

test('predict reads an image from the pipe, and --json gives all probabilities', async () => {
  const input = readFileSync(file('lying.jpg'));
  const { out } = await runRecorded(['predict', model, '-', '--json'], { input });
  const { predictions } = JSON.parse(out);
  expect(predictions).toEqual([
    {
      image: '-',
      class: 'lying',
      probability: expect.any(Number),
      runnerUp: { class: 'upright', probability: expect.any(Number) },
      probabilities: { lying: predictions[0].probability, upright: predictions[0].runnerUp.probability },
    },
  ]);
  expect(predictions[0].probability + predictions[0].runnerUp.probability).toBeCloseTo(1, 5);
});

test('predict --show draws what the network sees in half blocks, in grey where there are colours', async () => {
  const plain = await runRecorded(['predict', model, file('upright.png'), '--show']);
  const lines = plain.out.split('\n');
  expect(lines.slice(0, 14)).toEqual([
    ...['', '', `${' '.repeat(13)}▄▄▄▄`],
    ...Array(8).fill(`${' '.repeat(13)}████`),
    ...[`${' '.repeat(13)}▀▀▀▀`, '', ''],
  ]);
  const grey = await runRecorded(['predict', model, file('upright.png'), '--show'], { colours: true });
  expect(grey.out.split('\n')[5]).toContain('\u001b[38;5;255;48;5;255m▀');
});

test('predict goes on after an image that it cannot read, names it, and ends with code 4', async () => {
  writeFileSync(file('notes.txt'), 'no image');
  const { code, out, err } = await runRecorded([
    ...['predict', model, file('missing.png'), file('notes.txt'), file('upright.png')],
  ]);
  expect(code).toBe(4);
  expect(out).toContain('upright.png');
  expect(err).toMatch(/missing\.png: there is no such file\n.*Cannot decode .*notes\.txt/s);
});

test.each([
  [() => ['predict', file('nothing'), file('upright.png')], 4, 'expected a readable file model.json'],
  [() => ['predict', model], 2, "missing required argument 'image'"],
  [() => ['predict', model, '-', '-'], 2, 'give - once'],
  [() => ['predict', model, 'x.png', '--form', 'digt'], 2, 'Did you mean digit?'],
] as const)('predict refuses wrong input %#', async (words, wanted, message) => {
  const { code, err } = await runRecorded(words());
  expect(code).toBe(wanted);
  expect(err).toContain(message);
});
