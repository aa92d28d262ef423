import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createDenseClassifier, loadModel, modelMetadata, saveModel } from 'mnist-lab';
import { beforeAll, expect, test } from 'vitest';
import { compileLibrary } from '../compile-library.js';
import { temporaryFolder } from '../temporary-folder.js';

const small = (seed: number) => createDenseClassifier({ hiddenUnits: [4], imageShape: [3, 3], seed });

beforeAll(compileLibrary);

/** Another process that saves models of its own into a folder, one after the other, until it is killed. */
function startSaver(folder: string): ChildProcess {
  const script = path.join(__dirname, 'saver.cjs');
  return spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Loads the model and makes sure that weights and metadata are of the same save. */
async function loadWhole(folder: string): Promise<void> {
  const model = await loadModel(folder);
  const { trainedWith } = modelMetadata(model);
  expect(model.getWeights().at(-1)!.dataSync()[0]).toBe(trainedWith!.mark);
  model.dispose();
}

async function saveMarked(mark: number, folder: string): Promise<void> {
  const model = small(mark);
  const weights = model.getWeights();
  model.setWeights([...weights.slice(0, -1), weights.at(-1)!.onesLike().mul(mark)]);
  await saveModel(model, folder, { trainedWith: { mark } });
  model.dispose();
}

test('of models that are saved at once, at any distance, the last one asked for stays, whole', async () => {
  for (let distance = 0; distance <= 6; distance++) {
    const folder = temporaryFolder();
    const saves: Promise<void>[] = [];
    for (let mark = 1; mark <= 6; mark++) {
      saves.push(saveMarked(mark, folder));
      if (distance > 0) await setTimeout(distance);
    }
    await Promise.all(saves);
    await loadWhole(folder);
    expect(modelMetadata(await loadModel(folder)).trainedWith).toEqual({ mark: 6 });
    expect(readdirSync(folder).length).toBeLessThanOrEqual(5);
  }
});

test('a folder into which two processes save at once is readable at any time', async () => {
  const folder = temporaryFolder();
  await saveMarked(1, folder);
  const savers = [startSaver(folder), startSaver(folder)];
  const ended = savers.map((saver) => once(saver, 'exit'));
  await Promise.all(savers.map((saver) => once(saver.stdout!, 'data')));
  const end = Date.now() + 3000;
  let loaded = 0;
  for (; Date.now() < end; loaded++) {
    await loadWhole(folder);
    if (loaded % 3 === 0) await saveMarked(loaded + 1, folder);
  }
  for (const saver of savers) {
    expect(saver.exitCode).toBeNull();
    saver.kill('SIGKILL');
  }
  await Promise.all(ended);
  expect(loaded).toBeGreaterThan(3);
  await saveMarked(1, folder);
  await loadWhole(folder);
  const files = readdirSync(folder);
  expect(files.filter((name) => name.endsWith('.tmp'))).toEqual([]);
  expect(files.length).toBeLessThanOrEqual(5);
}, 60_000);

test('weights that nobody names are removed once they are old, but those of the model before are not', async () => {
  const folder = temporaryFolder();
  const weights = () =>
    JSON.parse(readFileSync(path.join(folder, 'model.json'), 'utf8')).weightsManifest[0].paths[0];
  await saveMarked(1, folder);
  const first = weights();
  await saveMarked(2, folder);
  const second = weights();
  expect(existsSync(path.join(folder, first))).toBe(true);
  const others = [
    'weights-0000000000000001.bin',
    'weights-0000000000000002.bin',
    'weights-0000000000000003.bin',
  ];
  for (const name of others) {
    writeFileSync(path.join(folder, name), '');
    await setTimeout(5);
  }
  await saveMarked(3, folder);
  expect(readdirSync(folder).sort()).toEqual(['model.json', ...others.slice(1), second, weights()].sort());
});

test('weights that are taken away before the save has ended are written again', async () => {
  const folder = temporaryFolder();
  const isWeights = (name: string) => name.endsWith('.bin');
  let taken = false;
  const thief = () => {
    const [weights] = readdirSync(folder).filter(isWeights);
    if (!weights) return setImmediate(thief);
    rmSync(path.join(folder, weights));
    taken = true;
  };
  thief();
  await saveMarked(1, folder);
  expect(taken).toBe(true);
  await loadWhole(folder);
});
