import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { type CommandOptions, streamCommand } from '../../lib/src/system/stream-command.js';
import { temporaryFolder } from '../temporary-folder.js';

const node = (code: string, options: CommandOptions = {}) =>
  buffer(streamCommand(process.execPath, ['-e', code], options));

test('a command gives the bytes that it wrote, from the folder that was named', async () => {
  const folder = temporaryFolder();
  expect((await node('process.stdout.write(process.cwd())', { folder })).toString()).toBe(folder);
  expect([...(await node('process.stdout.write(Buffer.of(0, 255))'))]).toEqual([0, 255]);
});

test('a command that fails is an error with its code and last words', async () => {
  const failing = "console.error('one\\ntwo\\nthree\\nfour'); process.exit(3)";
  await expect(node(failing)).rejects.toThrow(/-e ended with code 3: two three four$/);
  await expect(node('process.exit(4)')).rejects.toThrow('ended with code 4: it said nothing');
});

test('a command that is not installed is named', async () => {
  const missing = buffer(streamCommand('no-such-command', []));
  await expect(missing).rejects.toThrow('the command no-such-command is not installed');
});

test('a command that takes too long is stopped, and one that is no longer wanted', async () => {
  const endless = 'setInterval(() => {}, 1000)';
  await expect(node(endless, { timeout: 50 })).rejects.toThrow('took more than 50 ms');
  const controller = new AbortController();
  const run = node(endless, { signal: controller.signal });
  controller.abort(new Error('no longer wanted'));
  await expect(run).rejects.toThrow('no longer wanted');
});
