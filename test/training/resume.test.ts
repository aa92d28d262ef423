import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createDigitModel, train } from 'mnist-lab';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stripes } from './stripes.js';

const program = join('test', 'training', 'resumable-training.ts');

let directory: string;
let running: ChildProcess[] = [];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mnist-lab-test-'));
});
afterEach(async () => {
  for (const child of running) if (child.exitCode === null) child.kill('SIGKILL');
  running = [];
  await rm(directory, { recursive: true });
});

/** Trains in a process of its own. The program is Node itself, so that killing it kills the training run. */
function start(checkpoints: string, weights: string): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', program, checkpoints, weights], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
  });
  running.push(child);
  return child;
}

async function finish(child: ChildProcess): Promise<void> {
  let errors = '';
  child.stderr!.on('data', (text) => {
    errors += text;
  });
  const [code] = await once(child, 'exit');
  expect(code, errors).toBe(0);
}

describe('a training run with checkpoints', () => {
  it('gives the weights of an uninterrupted run after kill -9', async () => {
    const [whole, killed] = [join(directory, 'whole'), join(directory, 'killed')];
    await finish(start(whole, join(directory, 'whole.bin')));
    const victim = start(killed, join(directory, 'killed.bin'));
    const exited = once(victim, 'exit');
    const checkpoint = join(killed, 'training.checkpoint');
    while (!(await stat(checkpoint).catch(() => undefined))) {
      expect(victim.exitCode).toBeNull();
      await setTimeout(5);
    }
    victim.kill('SIGKILL');
    expect((await exited)[1]).toBe('SIGKILL');
    await expect(readFile(join(directory, 'killed.bin'))).rejects.toThrow(/ENOENT/);
    await finish(start(killed, join(directory, 'killed.bin')));
    const weights = await readFile(join(directory, 'killed.bin'));
    expect(weights.equals(await readFile(join(directory, 'whole.bin')))).toBe(true);
    expect(weights.length).toBeGreaterThan(1000);
  });

  const options = { epochs: 3, batchSize: 32, checkpoint: { directory: '', resume: true } };
  const small = () => createDigitModel({ imageShape: [6, 6], hiddenUnits: [8], classCount: 3 });
  const checkpoint = () => ({ ...options, checkpoint: { directory, resume: true } });

  it('is rejected if options or data have changed, and the error names them', async () => {
    const data = stripes(100, 1);
    await train(small(), data, checkpoint());
    expect(await readdir(directory)).toEqual(['training.checkpoint']);
    const other = { ...checkpoint(), learningRate: 0.5 };
    await expect(train(small(), data, other)).rejects.toThrow(
      /another run: learningRate was 0.001 and is now 0.5/,
    );
    await expect(train(small(), stripes(100, 2), checkpoint())).rejects.toThrow(/another run: dataset was/);
    const done = await train(small(), data, checkpoint());
    expect(done.epochs).toHaveLength(3);
  });

  it('is rejected if its file was truncated', async () => {
    const data = stripes(100, 1);
    await train(small(), data, checkpoint());
    await truncate(join(directory, 'training.checkpoint'), 2000);
    await expect(train(small(), data, checkpoint())).rejects.toThrow(
      /it is damaged: .* Delete it to start again/,
    );
  });
});
