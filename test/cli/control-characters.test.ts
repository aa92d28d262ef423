import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { createDigitModel, createRandom, saveModel } from 'mnist-lab';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../temporary-folder.js';
import { runRecorded } from './run-recorded.js';

/** Control characters except `\n`, characters that change the text direction, and Unicode's line and paragraph separators. */
const obeyed = /[^\P{Cc}\n]|[\p{Bidi_Control}\p{Zl}\p{Zp}]/u;

/** A title, colours, cursor movement, a bell, C1 codes, backspaces and right-to-left marks. */
const attacks = [
  ...['\u001b]0;title\u0007', '\u001b[31m', '\u001b[2J\u001b[1;1H', '\u0007', '\u009b31m', '\u0090q\u009c'],
  ...['\b\b\b', '\r', '\u007f', '\u202egnp', '\u2066', '\u200f', '\u2028', '\t', '\u0085', '\u001bc'],
];

const wicked = fc
  .array(fc.oneof(fc.constantFrom(...attacks), fc.string({ maxLength: 5 })), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(''))
  .filter((text) => obeyed.test(text));

/** Runs a command line with and without `--json`, and expects no control characters in its output. */
async function outputOf(words: readonly string[]): Promise<{ code: number; out: string; json: string }> {
  const plain = await runRecorded(words);
  const asJson = await runRecorded([...words, '--json']);
  for (const { out, err } of [plain, asJson]) expect(out + err).not.toMatch(obeyed);
  return { code: plain.code, out: plain.out, json: asJson.out };
}

test.each<[string, (text: string, folder: string) => readonly string[]]>([
  ['the name of a command', (text) => [text]],
  ['the name of a help topic', (text) => ['help', text]],
  ['the name of an option', (text) => ['train', 'mnist', `--${text}`]],
  ['the value of an option', (text) => ['train', 'mnist', '--optimizer', text]],
  ['the number of an option', (text) => ['train', 'mnist', '--epochs', text]],
  ['the dataset to train on', (text) => ['train', text]],
  ['the dataset to verify', (text) => ['datasets', 'verify', text]],
  ['the dataset to locate', (text) => ['datasets', 'path', text]],
  ['the folder to inspect', (text) => ['inspect', text]],
  ['the path of a contact sheet', (text, folder) => ['inspect', folder, '--contact-sheet', text]],
  ['the paths of a model and an image', (text) => ['predict', text, text]],
  ['the path of a model to evaluate', (text) => ['evaluate', text]],
  ['the path of an export', (text) => ['export', 'models/none', '--output', `${text}.x`]],
  ['the path of a search space', (text) => ['sweep', text]],
  ['the folder of a sweep to resume', (text) => ['sweep', '--resume', text]],
  ['the path of a configuration file', (text) => ['train', 'mnist', '--config', text]],
  [
    'a key of a configuration file',
    (text, folder) => ['train', 'mnist', '--config', jsonFile(folder, { [text]: 1 })],
  ],
  [
    'a value of a configuration file',
    (text, folder) => ['train', 'mnist', '--config', jsonFile(folder, { optimizer: text })],
  ],
  [
    'a file that is not JSON',
    (text, folder) => ['train', 'mnist', '--config', textFile(folder, `${text} { "epochs": 1 }`)],
  ],
  ['a key of a search space', (text, folder) => ['sweep', jsonFile(folder, { [text]: [1] })]],
  [
    'a value of a search space',
    (text, folder) => ['sweep', jsonFile(folder, { optimizer: { choice: [text] } })],
  ],
])('a command line with control characters in %s fails and prints none of them', async (_, wordsFor) => {
  const folder = temporaryFolder();
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        wicked,
        wicked.map((text) => `${text}\0`),
      ),
      async (text) => {
        expect((await outputOf(wordsFor(text, folder))).code).not.toBe(0);
      },
    ),
    { numRuns: 25, seed: 1 },
  );
});

test('inspect, train, evaluate, predict and export print no control characters of class and file names', {
  timeout: 120_000,
}, async () => {
  const folder = temporaryFolder();
  const names = attacks.map((attack, index) => `${index}${attack}`);
  const random = createRandom(1);
  const pictures: string[] = [];
  for (const name of names) {
    mkdirSync(path.join(folder, 'pictures', name), { recursive: true });
    for (const part of ['a', 'b', 'c']) {
      const pixels = Buffer.from(Array.from({ length: 144 }, () => random.integer(256)));
      const file = path.join(folder, 'pictures', name, `${part}${name}.png`);
      await sharp(pixels, { raw: { width: 12, height: 12, channels: 1 } })
        .png()
        .toFile(file);
      pictures.push(file);
    }
    writeFileSync(path.join(folder, 'pictures', name, `broken${name}.png`), 'no picture');
  }
  const model = path.join(folder, 'model');
  await saveModel(createDigitModel({ imageShape: [12, 12], hiddenUnits: [4], classNames: names }), model, {
    trainedWith: { dataset: path.join(folder, 'pictures') },
  });
  const all = path.join(folder, 'pictures');
  const check = await outputOf(['inspect', all]);
  expect(check.code).toBe(1);
  // An SVG is XML, which cannot contain these characters.
  for (const name of ['sheet.html', 'sheet.png']) {
    const words = ['inspect', all, '--skip-broken', '--contact-sheet', path.join(folder, name)];
    expect((await outputOf(words)).json).toContain('"contactSheet"');
  }
  // JSON escapes these characters without loss.
  expect(JSON.parse(check.json).classes.map(({ name }: { name: string }) => name)).toEqual(
    expect.arrayContaining(names),
  );
  const train = ['train', all, '--epochs', '1', '--hidden-units', 'none', '--output', `${folder}/trained`];
  await outputOf(train);
  await outputOf([...train, '--skip-broken']);
  await outputOf(['evaluate', model, '--dataset', all, '--skip-broken']);
  const { json } = await outputOf([
    'predict',
    model,
    ...pictures.slice(0, 8),
    '--show',
    '--preprocessing',
    'resize',
  ]);
  expect(names).toContain(JSON.parse(json).predictions[0].class);
  for (const to of ['module', 'onnx', 'tfjs', 'safetensors'])
    await outputOf(['export', model, '--format', to, '--output', path.join(folder, `\u001b[31m${to}`)]);
});

test('the coloured output of predict --show has no control characters except its own colour codes', async () => {
  const folder = temporaryFolder();
  const name = '\u001b]0;title\u0007';
  const classNames = [name, `${name}2`];
  await saveModel(createDigitModel({ imageShape: [4, 4], hiddenUnits: [4], classNames }), folder);
  const file = path.join(folder, `a${name}.png`);
  await sharp(Buffer.alloc(16, 200), { raw: { width: 4, height: 4, channels: 1 } })
    .png()
    .toFile(file);
  const { out } = await runRecorded(['predict', folder, file, '--show', '--preprocessing', 'resize'], {
    colours: true,
  });
  expect(out).toContain('\u001b[38;5;');
  const colours = new RegExp(`${String.fromCharCode(27)}\\[(38;5;\\d+;48;5;\\d+|0)m`, 'g');
  expect(out.replaceAll(colours, '')).not.toMatch(obeyed);
});

test('an error message has fewer than 2,000 characters, even if a value has a million', async () => {
  const long = 'x'.repeat(1_000_000);
  const folder = temporaryFolder();
  for (const words of [
    ['train', 'mnist', `--${long}`],
    ['train', 'mnist', '--optimizer', long],
    ['train', long],
    ['train', 'mnist', '--config', jsonFile(folder, { [long.slice(0, 900_000)]: 1 })],
    ['train', 'mnist', '--config', jsonFile(folder, { optimizer: long.slice(0, 900_000) })],
    ['train', 'mnist', '--config', textFile(folder, `${long}${long}`)],
    ['export', 'models/none', '-o', `${long}.x`],
  ]) {
    const { code, out, err } = await runRecorded(words);
    expect(code).not.toBe(0);
    expect((out + err).length).toBeLessThan(2_000);
  }
});

function textFile(folder: string, text: string): string {
  const file = path.join(folder, 'file.json');
  writeFileSync(file, text);
  return file;
}

function jsonFile(folder: string, value: object): string {
  return textFile(folder, JSON.stringify(value));
}
