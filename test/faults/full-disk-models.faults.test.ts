import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  createDenseClassifier,
  createDigitModel,
  exportDemoPage,
  exportInferenceModule,
  exportTfjsModel,
  loadModel,
  saveModel,
  train,
} from 'mnist-lab';
import { recordResults } from 'mnist-lab/notebook';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { readWeights } from '../../lib/src/training/weights.js';
import { stripes } from '../training/stripes.js';
import { tries } from './report/fault-kinds.js';
import { canMount, smallDisk } from './small-disk.js';

afterEach(() => vi.unstubAllEnvs());

/** Eight disk sizes in whole kilobytes, from 4 to 4 more than the given size. */
const sizes = (enough: number) => Array.from({ length: 8 }, (_, step) => Math.ceil(4 + (enough * step) / 7));
const isTemporary = (name: string) => /\.(tmp|turn)$/.test(name);
const isFull = /^[A-Z].+: expected to write ".+" but the disk is full \(ENOSPC\)\. Free some space/;

/** Runs a task, which may throw only an error about the full disk. @returns Whether it succeeded. */
async function worksOrSays(task: () => unknown): Promise<boolean> {
  try {
    await task();
    return true;
  } catch (error) {
    expect((error as Error).message).toMatch(isFull);
    return false;
  }
}

describe.skipIf(!canMount())('on a disk that becomes full', tries('fullDisksOfModels'), () => {
  test.each(sizes(1000))(
    'after %d kB, saving a model either succeeds or keeps the existing model',
    async (kilobytes) => {
      const made = (hiddenUnits: number) =>
        createDigitModel({ hiddenUnits: [hiddenUnits], seed: hiddenUnits });
      const folder = path.join(smallDisk(80 + kilobytes), 'model');
      await saveModel(made(10), folder); // 32 kB of weights.
      const before = readdirSync(folder);
      const isSaved = await worksOrSays(() => saveModel(made(300), folder)); // 954 kB of weights.
      expect(isSaved).toBe(kilobytes >= 1000);
      expect((await loadModel(folder)).countParams()).toBe(made(isSaved ? 300 : 10).countParams());
      if (!isSaved) expect(readdirSync(folder)).toEqual(before);
    },
  );

  test.each(sizes(60))(
    'after %d kB, a training run continues, and any warning says that a checkpoint could not be written',
    async (kilobytes) => {
      const directory = path.join(smallDisk(kilobytes), 'checkpoints');
      const small = () => createDenseClassifier({ imageShape: [6, 6], hiddenUnits: [90], classCount: 3 });
      const [model, other] = [small(), small()];
      const warned: string[] = [];
      const options = { epochs: 2, batchSize: 50 };
      const onWarning = (message: string) => void warned.push(message);
      await train(model, stripes(100, 1), { ...options, checkpoint: { directory }, onWarning });
      await train(other, stripes(100, 1), options);
      expect(readWeights(model)).toEqual(readWeights(other));
      for (const message of warned)
        expect(message).toMatch(/^Writing a checkpoint: .* is full .* Training continues/s);
      expect(readdirSync(directory).filter((name) => name !== 'training.checkpoint')).toEqual([]);
      if (warned.length === 0) expect(readdirSync(directory)).toHaveLength(1);
    },
  );

  test('an export names the file that did not fit, and leaves nothing behind', async () => {
    const model = createDigitModel({ hiddenUnits: [900] });
    for (const [name, write] of [
      ['network.ts', exportInferenceModule],
      ['draw.html', (given: typeof model, file: string) => exportDemoPage([{ model: given }], file)],
    ] as const) {
      const disk = smallDisk(500);
      const file = path.join(disk, name);
      await expect(write(model, file), name).rejects.toThrow(
        `Exporting a model: expected to write "${file}" but the disk is full (ENOSPC). Free some space`,
      );
      expect(readdirSync(disk)).toEqual([]);
    }
    const disk = smallDisk(500);
    await expect(exportTfjsModel(model, path.join(disk, 'browser'))).rejects.toThrow(
      /expected to write ".*browser.*" but the disk is full/,
    );
    expect(readdirSync(path.join(disk, 'browser'))).toEqual([]);
  });

  test('recording results reports the full disk, and keeps the existing results', () => {
    const disk = smallDisk(40);
    vi.stubEnv('MNIST_LAB_BUILD', disk);
    const result = { testAccuracy: 0.9, testLoss: 0.3, trainSeconds: 1, epochs: 1, parameters: 1, seed: 1 };
    recordResults('mnist', result);
    fillUp(disk);
    expect(() => recordResults('mnist', { ...result, seed: 2 })).toThrow(
      /^Recording the results of "mnist": expected to write ".*" but the disk is full/,
    );
    expect(readdirSync(disk).filter(isTemporary)).toEqual([]);
    execFileSync('rm', [path.join(disk, 'rest')]);
    recordResults('fashion', result);
    const results = JSON.parse(readFileSync(path.join(disk, 'results.json'), 'utf8'));
    expect(results).toMatchObject({ mnist: { seed: 1 }, fashion: { seed: 1 } });
  });
});

function fillUp(disk: string): void {
  try {
    execFileSync('dd', ['if=/dev/zero', `of=${path.join(disk, 'rest')}`, 'bs=4k'], { stdio: 'ignore' });
  } catch {
    // The disk is full.
  }
}
