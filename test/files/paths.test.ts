import { chmodSync, chownSync, existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { foldersUpwards, makeFolder, makePrivateFolder } from '../../lib/src/files/paths.js';
import { temporaryFolder } from '../temporary-folder.js';

test('foldersUpwards() lists a folder and all its parents up to the root', () => {
  expect([...foldersUpwards('/a/b/../c')]).toEqual(['/a/c', '/a', '/']);
  expect([...foldersUpwards('/')]).toEqual(['/']);
  expect(foldersUpwards('b').next().value).toBe(path.join(process.cwd(), 'b'));
});

test('makeFolder() creates all missing folders, and accepts existing ones', () => {
  const folder = path.join(temporaryFolder(), 'a', 'b', 'c');
  makeFolder(folder);
  makeFolder(folder);
  expect(existsSync(folder)).toBe(true);
});

test('makeFolder() throws if a file has the name of a folder in the path', () => {
  const file = path.join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  expect(() => makeFolder(file)).toThrow('EEXIST');
  expect(() => makeFolder(path.join(file, 'a'))).toThrow('ENOTDIR');
});

test.skipIf(process.platform !== 'linux')('makeFolder() fails if the folder cannot be created', () => {
  expect(() => makeFolder('/proc/mnist-lab/model')).toThrow('ENOENT');
});

const place = () => path.join(temporaryFolder(), 'cache');

test('a private folder is created with access for its user only, and used again', () => {
  const folder = place();
  makePrivateFolder(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  makePrivateFolder(folder);
});

test('a private folder that others can write to is rejected', () => {
  const folder = place();
  mkdirSync(folder);
  chmodSync(folder, 0o777);
  expect(() => makePrivateFolder(folder)).toThrow(
    `Using ${folder}: expected a folder that only you can write to but found one that others may write to (mode 777). Check its`,
  );
});

test('a private folder that is a symbolic link is rejected', () => {
  const folder = place();
  symlinkSync(temporaryFolder(), folder);
  expect(() => makePrivateFolder(folder)).toThrow('but found a link');
});

test.skipIf(process.getuid?.() !== 0)('a private folder that belongs to another user is rejected', () => {
  const folder = place();
  mkdirSync(folder, { mode: 0o700 });
  chownSync(folder, 12345, 12345);
  expect(() => makePrivateFolder(folder)).toThrow('but found one of user 12345');
});
