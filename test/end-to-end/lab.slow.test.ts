import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, test, vi } from 'vitest';
import { root } from '../../scripts/lessons/project.js';
import { temporaryFolder } from '../temporary-folder.js';
import { freePort } from './free-port.js';

vi.setConfig({ testTimeout: 240_000 });

test('npm run lab -- fashion serves the project folder and opens the fashion lesson', async () => {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const folder = temporaryFolder();
  const lab = spawn(
    'npm',
    [
      ...['run', 'lab', '--', 'fashion', '--no-browser', '--allow-root'],
      ...[`--ServerApp.port=${port}`, '--ServerApp.port_retries=0', '--IdentityProvider.token='],
    ],
    {
      cwd: root,
      env: {
        ...process.env,
        JUPYTER_CONFIG_DIR: path.join(folder, 'config'),
        JUPYTER_RUNTIME_DIR: path.join(folder, 'runtime'),
      },
      stdio: 'ignore',
    },
  );
  const ended = once(lab, 'close');
  try {
    await answer(`${address}/api/status`, true);
    const contents = (file: string) => fetch(`${address}/api/contents/${file}?content=0`);
    const files = ['README.md', 'lib/src/index.ts', 'notebooks/mnist_digit/digit_classifier.ipynb'];
    const answers = await Promise.all(files.map(contents));
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true]);
    const first = await fetch(address, { redirect: 'manual' });
    expect(first.headers.get('location')).toBe('/lab/tree/notebooks/fashion_mnist/fashion_classifier.ipynb?');
  } finally {
    lab.kill('SIGTERM');
  }
  await ended;
  await answer(`${address}/api/status`, false);
});

test.each([
  ['letters', 'Unknown lesson "letters". Known: digits, fashion.'],
  ['missing.ipynb', `Notebook "missing.ipynb" not found in ${root}.`],
  ['../outside.ipynb', `Notebook "../outside.ipynb" not found in ${root}.`],
])('npm run lab -- %s reports that this lesson or notebook cannot be opened', async (word, message) => {
  const run = promisify(execFile)('npm', ['run', 'lab', '--', word], { cwd: root });
  await expect(run).rejects.toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
});

/** Waits until the URL answers, or no longer answers. */
async function answer(url: string, wanted: boolean): Promise<void> {
  const answers = async () => (await fetch(url).catch(() => null))?.ok === true;
  while ((await answers()) !== wanted) await pause(100);
}
