import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { loadModel, modelMetadata } from 'mnist-lab';
import { expect, test } from 'vitest';
import { temporaryFile } from '../../lib/src/files/temporary-file.js';
import { temporaryFolder } from '../temporary-folder.js';
import { loadWhole } from './marked-model.js';
import { saveMarked } from './save-marked.js';

test('after concurrent calls of saveModel() with one folder, the folder contains the complete model of the last call', async () => {
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

test('saveModel() replaces no file of a model while another process has the lock file', async () => {
  const folder = temporaryFolder();
  await saveMarked(1, folder);
  const before = readdirSync(folder).sort();
  const turn = temporaryFile(folder, 'turn');
  writeFileSync(turn, '');
  const listing = path.join(temporaryFolder(), 'listing');
  const other = spawn('sh', ['-c', 'sleep 0.5; ls "$1" > "$2"; rm "$3"', 'sh', folder, listing, turn]);
  await Promise.all([saveMarked(2, folder), once(other, 'exit')]);
  const meanwhile = readFileSync(listing, 'utf8').split('\n').filter(Boolean);
  expect(meanwhile.filter((name) => !/\.(tmp|turn)$/.test(name)).sort()).toEqual(before);
  expect(modelMetadata(await loadModel(folder)).trainedWith).toEqual({ mark: 2 });
});

test('saveModel() ignores a lock file that another machine left more than ten seconds ago', async () => {
  const folder = temporaryFolder();
  const turn = path.join(folder, 'mnist-lab-deadbeef-123-456-0123456789ab.turn');
  writeFileSync(turn, '');
  const before = Date.now() / 1000 - 11;
  utimesSync(turn, before, before);
  await saveMarked(1, folder);
  await loadWhole(folder);
  expect(existsSync(turn)).toBe(false);
});

test('saveModel() removes weights of saved models older than the previous one, and no other files', async () => {
  const folder = temporaryFolder();
  const weights = () =>
    JSON.parse(readFileSync(path.join(folder, 'model.json'), 'utf8')).weightsManifest[0].paths[0];
  await saveMarked(1, folder);
  const first = weights();
  await saveMarked(2, folder);
  const second = weights();
  expect(existsSync(path.join(folder, first))).toBe(true);
  const others = ['weights-of-mine.bin', 'weights-0000000000000001.txt'];
  for (const name of [...others, 'weights-0000000000000001.bin', 'weights-0000000000000001-1of2.bin'])
    writeFileSync(path.join(folder, name), '');
  await saveMarked(3, folder);
  expect(readdirSync(folder).sort()).toEqual(['model.json', ...others, second, weights()].sort());
});
