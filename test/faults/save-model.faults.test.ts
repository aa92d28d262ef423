import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  createDenseClassifier,
  createRandom,
  exportBrowserModel,
  exportInferenceModule,
  loadModel,
  modelMetadata,
  saveModel,
} from 'mnist-lab';
import { recordResults } from 'mnist-lab/notebook';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { compileLibrary } from '../compile-library.js';
import { temporaryFolder } from '../temporary-folder.js';
import { faultCases } from './fault-cases.js';
import { tries } from './report/fault-kinds.js';

beforeAll(compileLibrary);

const isTemporary = (name: string) => name.endsWith('.tmp');

/** Loads the model and makes sure that weights and metadata are of the same save. */
async function loadWhole(folder: string): Promise<void> {
  const model = await loadModel(folder);
  expect(model.getWeights().at(-1)!.dataSync()[0]).toBe(modelMetadata(model).trainedWith!.mark);
  model.dispose();
}

function startSaver(folder: string): ChildProcess {
  const script = path.join(__dirname, '..', 'models', 'saver.cjs');
  return spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
}

const kills = faultCases(30);

test(`${kills} savers killed at any moment leave a whole model, and nothing else that lasts`, {
  timeout: 600_000,
  ...tries('killedSaves', kills),
}, async () => {
  const folder = temporaryFolder();
  const random = createRandom(7);
  for (let kill = 0; kill < kills; kill++) {
    const saver = startSaver(folder);
    const ended = once(saver, 'exit');
    await once(saver.stdout!, 'data');
    await setTimeout(random.next() * 60);
    saver.kill('SIGKILL');
    await ended;
    await loadWhole(folder);
    expect(readdirSync(folder).length).toBeLessThanOrEqual(7);
  }
  const last = createDenseClassifier({ hiddenUnits: [2], imageShape: [2, 2] });
  await saveModel(last, folder);
  const files = readdirSync(folder);
  expect(files.filter(isTemporary)).toEqual([]);
  expect(files.length).toBeLessThanOrEqual(5);
});

/** Mounts a disk of 1 MB until the test is over; undefined where that is not allowed. */
function mountSmallDisk(): string | undefined {
  const folder = path.join(temporaryFolder(), 'disk');
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  onTestFinished(() => {
    execFileSync('umount', ['--lazy', folder]);
  });
  return folder;
}

describe('on a full disk', () => {
  test('a model that finds no room leaves the one that is there, and says what to do', async (context) => {
    const disk = mountSmallDisk();
    if (!disk) return context.skip('only root may mount a small disk');
    const folder = path.join(disk, 'model');
    const made = (hiddenUnits: number) =>
      createDenseClassifier({ hiddenUnits: [hiddenUnits], seed: hiddenUnits });
    await saveModel(made(100), folder); // 318 kB.
    const before = readdirSync(folder);
    for (let attempt = 0; attempt < 5; attempt++) {
      const failure = await saveModel(made(300 + attempt), folder).catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'ENOSPC' });
      expect((failure as Error).message).toMatch(
        /^Saving a model: expected to write ".*\/disk\/model\/weights-[0-9a-f]{16}\.bin" but the disk is full \(ENOSPC\)\. Make room on it or choose another folder\./,
      );
      expect(readdirSync(folder)).toEqual(before);
    }
    expect((await loadModel(folder)).countParams()).toBe(made(100).countParams());
    await saveModel(made(90), folder);
    await saveModel(made(80), folder);
    expect((await loadModel(folder)).countParams()).toBe(made(80).countParams());
  });

  test('exports and results say which file found no room, and leave nothing behind', async (context) => {
    const disk = mountSmallDisk();
    if (!disk) return context.skip('only root may mount a small disk');
    const model = createDenseClassifier({ hiddenUnits: [900] });
    const file = path.join(disk, 'network.ts');
    await expect(exportInferenceModule(model, file)).rejects.toThrow(
      `Exporting a model: expected to write "${file}" but the disk is full (ENOSPC). Make room`,
    );
    await expect(exportBrowserModel(model, path.join(disk, 'browser'))).rejects.toThrow(/the disk is full/);
    expect(readdirSync(disk)).toEqual(['browser']);
    expect(readdirSync(path.join(disk, 'browser'))).toEqual([]);
    vi.stubEnv('MNIST_LAB_BUILD', disk);
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const result = { testAccuracy: 0.9, testLoss: 0.3, trainSeconds: 1, epochs: 1, parameters: 1, seed: 1 };
    recordResults('mnist', result);
    fillUp(disk);
    expect(() => recordResults('mnist', { ...result, seed: 2 })).toThrow(
      /^Recording the results of "mnist": expected to write ".*results\.json" but the disk is full/,
    );
    expect(readdirSync(disk).filter(isTemporary)).toEqual([]);
  });
});

function fillUp(disk: string): void {
  try {
    execFileSync('dd', ['if=/dev/zero', `of=${path.join(disk, 'rest')}`, 'bs=4k'], { stdio: 'ignore' });
  } catch {
    // It ends when nothing fits any more.
  }
}
