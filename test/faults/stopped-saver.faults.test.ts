import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { loadModel, modelMetadata } from 'mnist-lab';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { root } from '../../scripts/lessons/project.js';
import { compileLibrary } from '../compile-library.js';
import { loadWhole, startSaver } from '../models/marked-model.js';
import { temporaryFolder } from '../temporary-folder.js';
import { faultCases } from './fault-cases.js';
import { tries } from './report/fault-kinds.js';

const rounds = faultCases(20);
const atOnce = 4;
beforeAll(compileLibrary);

/** Suspends a saver while it holds the lock of the folder. */
async function stopInItsTurn(saver: ChildProcess, folder: string): Promise<void> {
  for (;;) {
    saver.kill('SIGSTOP');
    await setTimeout(5);
    if (readdirSync(folder).some((name) => name.endsWith('.turn'))) return;
    saver.kill('SIGCONT');
    await setTimeout(5 + 10 * Math.random());
  }
}

/** Trains into the folder. @returns The exit code and the output of the command. */
async function trainInto(folder: string): Promise<{ code: number; said: string }> {
  const words = ['--epochs', '1', '--batch-size', '512', '--hidden-units', '16', '--no-test', '-o', folder];
  const child = spawn(process.execPath, ['lib/bin/mnist-lab.js', 'train', 'mnist', ...words], { cwd: root });
  let said = '';
  child.stderr.on('data', (text) => {
    said += text;
  });
  child.stdout.resume();
  const [code] = await once(child, 'close');
  return { code, said };
}

async function round(): Promise<void> {
  const folder = path.join(temporaryFolder(), 'model');
  const saver = startSaver(folder);
  onTestFinished(() => {
    saver.kill('SIGKILL');
  });
  await once(saver.stdout!, 'data');
  await stopInItsTurn(saver, folder);
  const { code, said } = await trainInto(folder);
  expect(code, said).toBe(1);
  const [, place] = /The trained model is in (.*)\.\n/.exec(said) ?? [];
  expect(modelMetadata(await loadModel(place!)).trainedWith).toMatchObject({ dataset: 'mnist' });
  await loadWhole(folder);
  const saved = once(saver.stdout!, 'data');
  saver.kill('SIGCONT');
  await saved;
  await loadWhole(folder);
  saver.kill('SIGKILL');
}

test.skipIf(process.platform === 'win32')(
  `train saves the model to the folder named in its message if a suspended process locks the output folder, in each of ${rounds} rounds`,
  { timeout: 3_600_000, ...tries('stoppedSavers', rounds) },
  async () => {
    for (let done = 0; done < rounds; done += atOnce)
      await Promise.all(Array.from({ length: Math.min(atOnce, rounds - done) }, round));
  },
);
