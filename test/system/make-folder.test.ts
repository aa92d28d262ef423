import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../../lib/src/system/make-folder.js';
import { temporaryFolder } from '../temporary-folder.js';

test('makeFolder() makes all that is missing, and is content with what is there', () => {
  const folder = path.join(temporaryFolder(), 'a', 'b', 'c');
  makeFolder(folder);
  makeFolder(folder);
  expect(existsSync(folder)).toBe(true);
});

test('makeFolder() throws where a file is in the way', () => {
  const file = path.join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  expect(() => makeFolder(file)).toThrow('EEXIST');
  expect(() => makeFolder(path.join(file, 'a'))).toThrow('ENOTDIR');
});

test.skipIf(process.platform !== 'linux')('makeFolder() ends where nobody can make a folder', () => {
  expect(() => makeFolder('/proc/mnist-lab/model')).toThrow('ENOENT');
});
