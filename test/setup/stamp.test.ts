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

test('a stamp file marks an output as up to date while its inputs and the output are unchanged', () => {
  const { stamp } = stampedFile();
  expect(stampFits(stamp, { version: 1 })).toBe(true);
});

test('a stamp file does not mark an output as up to date for other inputs', () => {
  const { stamp } = stampedFile();
  expect(stampFits(stamp, { version: 2 })).toBe(false);
});

test('a stamp file does not mark an output as up to date if it is missing or has another size', () => {
  const { file, stamp } = stampedFile();
  appendFileSync(file, '!');
  expect(stampFits(stamp, { version: 1 })).toBe(false);
  rmSync(file);
  expect(stampFits(stamp, { version: 1 })).toBe(false);
});

test('a truncated stamp file does not mark an output as up to date', () => {
  const { stamp } = stampedFile();
  truncateSync(stamp, 20);
  expect(stampFits(stamp, { version: 1 })).toBe(false);
});

test('writing a stamp file leaves no temporary file behind', () => {
  const { folder } = stampedFile();
  expect(readdirSync(path.join(folder, 'stamps'))).toEqual(['stamp.json']);
});
