import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createDigitModel, train } from 'mnist-lab';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { stripes } from './stripes.js';
import { trainResumably } from './train-resumably.js';

const program = join('test', 'training', 'resumable-training.ts');

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mnist-lab-test-'));
});
afterEach(() => rm(directory, { recursive: true }));

/** Trains in a process of its own. The program is Node itself, so that killing it kills the training run. */
function start(checkpoints: string, weights: string): ChildProcess {
  // It waits for a minute after its first epoch, so that it cannot end before it is killed.
  const child = spawn(process.execPath, ['--import', 'tsx', program, checkpoints, weights, '60000'], {
    stdio: 'ignore',
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '3' },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

describe('a training run with checkpoints', () => {
  it('ends with the weights of an uninterrupted run after it was killed with SIGKILL and resumed', async () => {
    const [whole, killed] = [join(directory, 'whole'), join(directory, 'killed')];
    const victim = start(killed, join(directory, 'killed.bin'));
    const exited = once(victim, 'exit');
    const checkpoint = join(killed, 'training.checkpoint');
    while (!(await stat(checkpoint).catch(() => undefined))) {
      expect(victim.exitCode).toBeNull();
      await setTimeout(5);
    }
    victim.kill('SIGKILL');
    expect((await exited)[1]).toBe('SIGKILL');
    const resumed = await trainResumably(killed);
    expect(resumed.flatMap((values) => [...values]).length).toBeGreaterThan(1000);
    expect(resumed).toEqual(await trainResumably(whole));
  });

  const options = { epochs: 3, batchSize: 32, checkpoint: { directory: '', resume: true } };
  const small = () => createDigitModel({ imageShape: [6, 6], hiddenUnits: [8], classCount: 3 });
  const checkpoint = () => ({ ...options, checkpoint: { directory, resume: true } });

  it('cannot be resumed if options or data have changed, and the error names the changes', async () => {
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

  it('cannot be resumed if its checkpoint file was truncated', async () => {
    const data = stripes(100, 1);
    await train(small(), data, checkpoint());
    await truncate(join(directory, 'training.checkpoint'), 2000);
    await expect(train(small(), data, checkpoint())).rejects.toThrow(
      /it is damaged: .* Delete it to start again/,
    );
  });
});
