import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  createDenseClassifier,
  createRandom,
  type Dataset,
  fitOodDetector,
  loadModel,
  saveModel,
  train,
} from 'mnist-lab';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runRecorded } from './run-recorded.js';

const side = 28;
let folder: string;
let model: string;

/** An image of an upright or a horizontal bar, light on dark. */
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
    preprocessing: 'mnist',
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

test('predict prints the class, its probability and the second most probable class of every image', async () => {
  const { code, out, err } = await runRecorded(['predict', model, file('upright.png'), file('lying.jpg')]);
  expect([code, err]).toEqual([0, '']);
  const [first, second] = out.split('\n');
  expect(first).toMatch(/upright\.png +upright +\d+\.\d% {2}runner-up lying \d+\.\d%$/);
  expect(second).toMatch(/lying\.jpg +lying +\d+\.\d% {2}runner-up upright \d+\.\d%$/);
});

test('predict reads an image from stdin, and --json prints all probabilities', async () => {
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
      box: expect.objectContaining({ top: expect.any(Number), columns: expect.any(Number) }),
      steps: ['dark ink on light paper'],
      ignored: [],
      ink: 'dark',
    },
  ]);
  const { box } = predictions[0];
  // The photo is the bar's image enlarged ten times. The bar is in columns 5 to 22. Its rows are 12 to 15, moved
  // down by 4 to 16 to 19.
  expect(Math.abs(box.left - 50)).toBeLessThan(5);
  expect(Math.abs(box.top - 160)).toBeLessThan(5);
  expect(Math.abs(box.columns - 180)).toBeLessThan(8);
  expect(predictions[0].probability + predictions[0].runnerUp.probability).toBeCloseTo(1, 5);
});

test('predict --show draws the network’s input with block characters, in shades of grey if the terminal has colours', async () => {
  const plain = await runRecorded(['predict', model, file('upright.png'), '--show']);
  const lines = plain.out.split('\n');
  // The bar is scaled to 20 rows and centred.
  expect(lines.slice(0, 14)).toEqual([...['', ''], ...Array(10).fill(`${' '.repeat(12)}████`), ...['', '']]);
  expect(lines.slice(15, 17)).toEqual(['found: 4 × 18 pixels at 13, 5', 'read as: light ink on dark paper']);
  const grey = await runRecorded(['predict', model, file('upright.png'), '--show'], { colours: true });
  expect(grey.out.split('\n')[20]).toContain('\u001b[38;5;255;48;5;255m▀');
});

test('predict --show draws the photo if the terminal has colours, and marks its classified and ignored parts', async () => {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"><rect width="400" height="300" fill="#fff"/>
    <path d="M200 60V200" stroke="#124" stroke-width="16"/><path d="M100 240H300" stroke="#124" stroke-width="6"/>
    <circle cx="40" cy="40" r="7"/></svg>`;
  await sharp(Buffer.from(drawing)).png().toFile(file('underlined.png'));
  const show = (colours: boolean) =>
    runRecorded(['predict', model, file('underlined.png'), '--show'], { colours });
  const steps = 'read as: dark ink on light paper; 1 underline ignored; 1 speck ignored';
  const plain = (await show(false)).out;
  expect(plain).toContain(steps);
  const coloured = (await show(true)).out;
  expect(coloured).toContain(steps);
  const lines = coloured.split('\n');
  expect(lines[24]).toBe('blue: read, orange: ignored');
  const marked = (code: string) =>
    lines.slice(0, 24).flatMap((line, row) => (line.includes(code) ? [row] : []));
  const blue = marked('5;33');
  // The drawing is 64 columns wide for 400 pixels, and each line of text shows two of its rows.
  expect(Math.abs(blue[0]! - 60 * 0.08)).toBeLessThan(2);
  expect(Math.abs(blue.at(-1)! - 200 * 0.08)).toBeLessThan(2);
  const dark = marked('5;94');
  expect(dark.some((row) => Math.abs(row - 240 * 0.08) < 1.5)).toBe(true);
  expect(dark.some((row) => Math.abs(row - 40 * 0.08) < 1.5)).toBe(true);
  const { predictions } = JSON.parse(
    (await runRecorded(['predict', model, file('underlined.png'), '--json', '--show'])).out,
  );
  expect(predictions[0].steps).toEqual(['dark ink on light paper', '1 underline ignored', '1 speck ignored']);
  expect(predictions[0]).not.toHaveProperty('photo');
});

test('predict continues after an unreadable image, names it, and exits with code 4', async () => {
  writeFileSync(file('notes.txt'), 'no image');
  const { code, out, err } = await runRecorded([
    ...['predict', model, file('missing.png'), file('notes.txt'), file('upright.png')],
  ]);
  expect(code).toBe(4);
  expect(out).toContain('upright.png');
  expect(err).toMatch(/missing\.png: file not found\.\n.*Decoding .*notes\.txt/s);
});

test.each([
  [() => ['predict', file('nothing'), file('upright.png')], 4, 'no readable model.json was found'],
  [() => ['predict', model], 2, "missing required argument 'image'"],
  [() => ['predict', model, '-', '-'], 2, 'expected - (piped input) at most once'],
  [() => ['predict', model, 'x.png', '--preprocessing', 'mnst'], 2, 'Did you mean mnist?'],
] as const)('predict rejects its arguments with the error $2', async (words, wanted, message) => {
  const { code, err } = await runRecorded(words());
  expect(code).toBe(wanted);
  expect(err).toContain(message);
});

test('predict rejects a blank image, and one with several characters unless --segment is set', async () => {
  const blank = sharp({ create: { width: 90, height: 90, channels: 3, background: '#eee' } });
  await blank.png().toFile(file('blank.png'));
  const two = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="120" fill="none" stroke="#124" stroke-width="12"><path d="M60 20V100M160 60H250"/></svg>',
  );
  await sharp(two).flatten({ background: '#fff' }).png().toFile(file('two.png'));
  const { code, err } = await runRecorded(['predict', model, file('blank.png'), file('two.png')]);
  expect(code).toBe(5);
  expect(err).toMatch(/blank\.png: .*found no ink/);
  expect(err).toMatch(/two\.png: .*found 2 \(in pixels .*12 × 80 at 54, 20.*--segment/);
  const split = await runRecorded(['predict', model, file('two.png'), '--segment']);
  expect([split.code, split.err]).toEqual([0, '']);
  expect(split.out).toMatch(/two\.png \(1 of 2\) +upright.*\n.*two\.png \(2 of 2\) +lying/);
  const json = JSON.parse((await runRecorded(['predict', model, file('two.png'), '--json'])).out);
  expect(json.predictions[0]).toMatchObject({ reason: 'severalCharacters', boxes: [{}, {}] });
});

test('predict flags out-of-distribution images with exit code 5', async () => {
  const taught = await loadModel(model);
  fitOodDetector(taught, bars(100), { falsePositiveRate: 0.05 });
  await saveModel(taught, file('taught'));
  const known = await runRecorded(['predict', file('taught'), file('upright.png')]);
  expect([known.code, known.out]).toEqual([0, expect.not.stringContaining('unlike')]);
  const ring =
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><circle cx="45" cy="45" r="30" fill="none" stroke="#000" stroke-width="6"/></svg>';
  const input = await sharp(Buffer.from(ring)).flatten({ background: '#fff' }).png().toBuffer();
  const strange = await runRecorded(['predict', file('taught'), '-'], { input });
  expect(strange.code).toBe(5);
  expect(strange.out).toContain('out of distribution');
});
