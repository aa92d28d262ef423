import { chmodSync, chownSync, mkdirSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makePrivateFolder } from '../../lib/src/system/private-folder.js';
import { temporaryFolder } from '../temporary-folder.js';

const place = () => path.join(temporaryFolder(), 'cache');

test('a folder that is missing is made for its user alone, and taken again', () => {
  const folder = place();
  makePrivateFolder(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  makePrivateFolder(folder);
});

test('a folder that others may write to is refused', () => {
  const folder = place();
  mkdirSync(folder);
  chmodSync(folder, 0o777);
  expect(() => makePrivateFolder(folder)).toThrow(
    `Using ${folder}: expected a folder of your own but found one that others may write to (mode 777). Look at`,
  );
});

test('a link is refused, wherever it leads', () => {
  const folder = place();
  symlinkSync(temporaryFolder(), folder);
  expect(() => makePrivateFolder(folder)).toThrow('but found a link');
});

test.skipIf(process.getuid?.() !== 0)('a folder of another user is refused', () => {
  const folder = place();
  mkdirSync(folder, { mode: 0o700 });
  chownSync(folder, 12345, 12345);
  expect(() => makePrivateFolder(folder)).toThrow('but found one of user 12345');
});
