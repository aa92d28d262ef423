import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createRandom } from 'mnist-lab';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../temporary-folder.js';
import { faultCases } from './fault-cases.js';
import { tries } from './report/fault-kinds.js';

const kills = faultCases(30);
const program = path.join(__dirname, '..', 'training', 'resumable-training.ts');

/** Starts a process that trains, from the last checkpoint of a killed process if there is one. */
async function start(folder: string): Promise<ChildProcess> {
  const words = [
    '--import',
    'tsx',
    program,
    path.join(folder, 'checkpoints'),
    path.join(folder, 'weights.bin'),
  ];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout!, 'data');
  return child;
}

/** The weights after all epochs. */
async function finish(folder: string): Promise<Buffer> {
  const child = await start(folder);
  expect(await once(child, 'exit')).toEqual([0, null]);
  return readFileSync(path.join(folder, 'weights.bin'));
}

test(`after ${kills} kills of training runs at random moments, up to five per run, the resumed runs end with the weights of an uninterrupted run`, {
  timeout: 1_800_000,
  ...tries('killedTrainings', kills),
}, async () => {
  const random = createRandom(11);
  const expected = await finish(temporaryFolder());
  let folder = temporaryFolder();
  for (let kill = 0; kill < kills; ) {
    const child = await start(folder);
    const ended = once(child, 'exit');
    await Promise.race([setTimeout(random.next() * 500), ended]);
    if (child.exitCode === null) {
      child.kill('SIGKILL');
      kill++;
    }
    await ended;
    // A run is killed up to five times. Then it is finished and its weights are compared.
    if (kill % 5 !== 0 && !existsSync(path.join(folder, 'weights.bin'))) continue;
    expect((await finish(folder)).equals(expected)).toBe(true);
    expect(readdirSync(path.join(folder, 'checkpoints'))).toEqual(['training.checkpoint']);
    folder = temporaryFolder();
  }
});
