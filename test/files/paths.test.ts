import { chmodSync, chownSync, existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { foldersUpwards, makeFolder, makePrivateFolder } from '../../lib/src/files/paths.js';
import { temporaryFolder } from '../temporary-folder.js';

test('foldersUpwards() goes from a folder up to the root of the disk', () => {
  expect([...foldersUpwards('/a/b/../c')]).toEqual(['/a/c', '/a', '/']);
  expect([...foldersUpwards('/')]).toEqual(['/']);
  expect(foldersUpwards('b').next().value).toBe(path.join(process.cwd(), 'b'));
});

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
