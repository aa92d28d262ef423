import { expect, test } from 'vitest';
import { run } from '../../lib/src/setup/plain/run.cjs';

test('run() returns the standard output of the program, and passes on each line of both streams', async () => {
  const lines: string[] = [];
  const output = await run('sh', ['-c', 'echo one; echo two >&2; printf three'], {
    onLine: (line) => lines.push(line),
  });
  expect(output).toBe('one\nthree');
  expect(lines.sort()).toEqual(['one', 'three', 'two']);
});

test('run() throws an error with the command, its exit code and its last lines', async () => {
  await expect(run('sh', ['-c', 'echo too late >&2; exit 3'])).rejects.toThrow(
    '`sh -c echo too late >&2; exit 3` ended with code 3. Its last output:\ntoo late',
  );
});

test('run() throws an error that names a program that is not installed', async () => {
  await expect(run('no-such-program', [])).rejects.toThrow('Starting no-such-program');
});

test('run() rejects on an abort signal, although the program has not ended', async () => {
  const controller = new AbortController();
  const running = run('sleep', ['30'], { signal: controller.signal });
  controller.abort();
  await expect(running).rejects.toThrow('abort');
});
