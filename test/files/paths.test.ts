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

test('makePrivateFolder() creates a folder that only its user can access, and accepts it again', () => {
  const folder = place();
  makePrivateFolder(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  makePrivateFolder(folder);
});

test('makePrivateFolder() rejects a folder that others can write to', () => {
  const folder = place();
  mkdirSync(folder);
  chmodSync(folder, 0o777);
  expect(() => makePrivateFolder(folder)).toThrow(
    `Using ${folder}: expected a folder that only you can write to but found one that others may write to (mode 777). Check its`,
  );
});

test('makePrivateFolder() rejects a symbolic link', () => {
  const folder = place();
  symlinkSync(temporaryFolder(), folder);
  expect(() => makePrivateFolder(folder)).toThrow('but found a link');
});

test.skipIf(process.getuid?.() !== 0)(
  'makePrivateFolder() rejects a folder that belongs to another user',
  () => {
    const folder = place();
    mkdirSync(folder, { mode: 0o700 });
    chownSync(folder, 12345, 12345);
    expect(() => makePrivateFolder(folder)).toThrow('but found one of user 12345');
  },
);
