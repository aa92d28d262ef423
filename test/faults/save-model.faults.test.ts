import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createDenseClassifier, createRandom, loadModel, modelMetadata, saveModel } from 'mnist-lab';
import { beforeAll, expect, test } from 'vitest';
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
