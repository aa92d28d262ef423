import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { type CommandOptions, streamCommand } from '../../lib/src/system/child-process.js';
import { temporaryFolder } from '../temporary-folder.js';

const node = (code: string, options: CommandOptions = {}) =>
  buffer(streamCommand(process.execPath, ['-e', code], options));

test('streamCommand() runs a command in the given folder and returns its output', async () => {
  const folder = temporaryFolder();
  expect((await node('process.stdout.write(process.cwd())', { folder })).toString()).toBe(folder);
  expect([...(await node('process.stdout.write(Buffer.of(0, 255))'))]).toEqual([0, 255]);
});

test('streamCommand() throws an error with the exit code and the last lines of a failed command', async () => {
  const failing = "console.error('one\\ntwo\\nthree\\nfour'); process.exit(3)";
  await expect(node(failing)).rejects.toThrow(/-e ended with code 3: two three four$/);
  await expect(node('process.exit(4)')).rejects.toThrow('ended with code 4: it had no output');
});

test('streamCommand() throws an error that names a command that is not installed', async () => {
  const missing = buffer(streamCommand('no-such-command', []));
  await expect(missing).rejects.toThrow('the command no-such-command is not installed');
});

test('streamCommand() stops a command after its timeout, and on an abort signal', async () => {
  const endless = 'setInterval(() => {}, 1000)';
  await expect(node(endless, { timeout: 50 })).rejects.toThrow('took more than 50 ms');
  const controller = new AbortController();
  const run = node(endless, { signal: controller.signal });
  controller.abort(new Error('no longer wanted'));
  await expect(run).rejects.toThrow('no longer wanted');
});

test('streamCommand() throws an error that names the signal by which a command was killed', async () => {
  await expect(node('process.kill(process.pid, "SIGKILL")')).rejects.toThrow('was stopped by SIGKILL');
});

const isRunning = (pid: number) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

// Both wait until a grace period of two seconds is over, so they wait together.
test.concurrent('streamCommand() kills a command that ignores SIGTERM', async () => {
  const stubborn = 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log(process.pid);';
  const controller = new AbortController();
  let pid = 0;
  const read = async () => {
    for await (const chunk of streamCommand(process.execPath, ['-e', stubborn], {
      signal: controller.signal,
    })) {
      pid = Number(chunk);
      controller.abort(new Error('no longer wanted'));
    }
  };
  await expect(read()).rejects.toThrow('no longer wanted');
  expect(pid).toBeGreaterThan(0);
  expect(isRunning(pid)).toBe(false);
});

test.concurrent('streamCommand() does not wait for a background process that the command left running', async () => {
  const leave = `
    const child = require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], {
      detached: true, stdio: ['ignore', 'inherit', 'inherit'],
    });
    child.unref();
    process.stdout.write(String(child.pid), () => process.exit(0));`;
  const pid = Number((await node(leave)).toString());
  expect(isRunning(pid)).toBe(true);
  process.kill(pid, 'SIGKILL');
});

test('streamCommand() stops the command if its output is no longer read', async () => {
  let pid = 0;
  const script = 'setInterval(() => console.log(process.pid), 10)';
  for await (const chunk of streamCommand(process.execPath, ['-e', script])) {
    pid = Number(chunk.toString().split('\n')[0]);
    break;
  }
  expect(pid).toBeGreaterThan(0);
  expect(isRunning(pid)).toBe(false);
});
