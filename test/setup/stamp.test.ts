import { appendFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { stampFits, writeStamp } from '../../lib/src/setup/plain/stamp.cjs';
import { temporaryFolder } from '../temporary-folder.js';

function stampedFile() {
  const folder = temporaryFolder();
  const file = path.join(folder, 'made');
  const stamp = path.join(folder, 'stamps', 'stamp.json');
  writeFileSync(file, 'whole');
  writeStamp(stamp, { version: 1 }, [file]);
  return { folder, file, stamp };
}

test('a stamp matches while its inputs and its output are unchanged', () => {
  const { stamp } = stampedFile();
  expect(stampFits(stamp, { version: 1 })).toBe(true);
});

test('a stamp does not match other inputs', () => {
  const { stamp } = stampedFile();
  expect(stampFits(stamp, { version: 2 })).toBe(false);
});

test('a stamp does not match if its output is missing or has another size', () => {
  const { file, stamp } = stampedFile();
  appendFileSync(file, '!');
  expect(stampFits(stamp, { version: 1 })).toBe(false);
  rmSync(file);
  expect(stampFits(stamp, { version: 1 })).toBe(false);
});

test('a truncated stamp file is ignored', () => {
  const { stamp } = stampedFile();
  truncateSync(stamp, 20);
  expect(stampFits(stamp, { version: 1 })).toBe(false);
});

test('writing a stamp leaves no other file behind', () => {
  const { folder } = stampedFile();
  expect(readdirSync(path.join(folder, 'stamps'))).toEqual(['stamp.json']);
});
