import os from 'node:os';
import { expect, test } from 'vitest';
import { explainFullDisk } from '../../lib/src/setup/plain/machine.cjs';

test.each([
  'ENOSPC: no space left on device, write',
  'collect2: fatal error: cannot write: No space left on device',
])('the error for a full disk reported by another program states a remedy: %s', (words) => {
  const { message, cause } = explainFullDisk(new Error(words), os.homedir()) as Error;
  expect(message).toMatch(/^Setting up: the disk of ".*" is full\. Free some space \(`df -h /);
  expect(message).toContain(words);
  expect(cause).toEqual(new Error(words));
});

test('errors that do not report a full disk are unchanged', () => {
  const error = new Error('the wheel has another checksum');
  expect(explainFullDisk(error, os.homedir())).toBe(error);
});
