import path from 'node:path';
import { expect, test } from 'vitest';
import { foldersUpwards } from '../../lib/src/system/folders-upwards.js';

test('foldersUpwards() goes from a folder up to the root of the disk', () => {
  expect([...foldersUpwards('/a/b/../c')]).toEqual(['/a/c', '/a', '/']);
  expect([...foldersUpwards('/')]).toEqual(['/']);
  expect(foldersUpwards('b').next().value).toBe(path.join(process.cwd(), 'b'));
});
