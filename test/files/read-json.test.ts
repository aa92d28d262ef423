import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson, readJson } from '../../lib/src/files/read-json.js';
import { temporaryFolder } from '../temporary-folder.js';

const nested = (depth: number) => `${'[{"a":'.repeat(depth / 2)}1${'}]'.repeat(depth / 2)}`;
const list = (length: number) => `[${Array.from({ length }, () => 0).join()}]`;

function jsonFile(content: string): string {
  const file = path.join(temporaryFolder(), 'some.json');
  writeFileSync(file, content);
  return file;
}

test('parseJson() returns the value of JSON.parse(), and readJson() skips a byte order mark', () => {
  expect(readJson(jsonFile('\ufeff{"a":[1,"]"]}'))).toEqual({ a: [1, ']'] });
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(parseJson(text, 'a text')).toEqual(JSON.parse(text));
    }),
    { seed: 1 },
  );
});

test.each([
  ['32 lists inside each other', nested(32), nested(34), 'at most 32 lists and objects inside each other'],
  ['10,000 elements', list(10_000), list(10_001), 'lists, objects and texts of at most 10,000 elements'],
  ['10,000 characters', `"${'a'.repeat(10_000)}"`, `"${'a'.repeat(10_001)}"`, 'at most 10,000 elements'],
  [
    'a key of 10,000 characters',
    `{"${'"'.padStart(10_001, 'a')}:1}`,
    `{"${'a'.repeat(10_001)}":1}`,
    'at most 10,000',
  ],
  [
    '1 MB',
    `${' '.repeat(999_998)}{}`,
    `${' '.repeat(999_999)}{}`,
    'at most 1,000,000 bytes but found 1,000,001',
  ],
])(
  'readJson() allows %s, and rejects more with an error that names the file',
  (_, allowed, refused, limit) => {
    expect(() => readJson(jsonFile(allowed))).not.toThrow();
    const file = jsonFile(refused);
    expect(() => readJson(file)).toThrow(RangeError);
    expect(() => readJson(file)).toThrow(`Reading ${file}: expected `);
    expect(() => readJson(file)).toThrow(limit);
  },
);

test('parseJson() counts brackets and commas outside strings only', () => {
  const brackets = JSON.stringify({ 'a\\"[': '[{,'.repeat(1000), b: '\\' });
  expect(parseJson(brackets, 'a text', { depth: 1, length: 3000 })).toEqual(JSON.parse(brackets));
});

test('parseJson() rejects 100,000 nested lists', () => {
  expect(() => parseJson('['.repeat(100_000), 'MNIST_LAB_PARAMETERS')).toThrow(
    'Reading MNIST_LAB_PARAMETERS: expected at most 32 lists and objects inside each other but found more.',
  );
});

test('parseJson() shows no control characters of the text or its name in errors', () => {
  for (const text of ['\u001b]0;a\u0007', '{"a\u009b31m": nul}', '{"a": \u0000'])
    expect(() => parseJson(text, 'a\u001b[2K.json')).toThrow(
      /^Reading a\\u001b\[2K\.json: expected JSON but/,
    );
  for (const text of ['\u001b]0;a\u0007', '"\u009b'])
    expect(() => parseJson(text, 'a text')).toThrow(/^[^\p{Cc}]*$/u);
});

test('readJson() rejects a folder and a missing file, and the error states the cause', () => {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, 'some.json'));
  expect(() => readJson(path.join(folder, 'some.json'))).toThrow(/some\.json: it is not a file\.$/);
  expect(() => readJson(path.join(folder, 'other.json'))).toThrow(/other\.json: it does not exist\.$/);
  expect(() => readJson(path.join(folder, 'other.json'))).toThrow(
    expect.objectContaining({ code: 'ENOENT' }),
  );
});
