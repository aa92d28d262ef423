import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { createDenseClassifier, createRandom, saveModel } from 'mnist-lab';
import { beforeAll, expect, test } from 'vitest';
import { compileLibrary } from '../compile-library.js';
import { loadWhole, startSaver } from '../models/marked-model.js';
import { temporaryFolder } from '../temporary-folder.js';
import { faultCases } from './fault-cases.js';
import { tries } from './report/fault-kinds.js';

beforeAll(compileLibrary);

const isTemporary = (name: string) => name.endsWith('.tmp');

const kills = faultCases(30);

test(`each of ${kills} processes killed while it saves a model leaves a valid model and no permanent temporary files`, {
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
