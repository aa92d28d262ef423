import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { compileLibrary } from '../compile-library.js';
import { temporaryFolder } from '../temporary-folder.js';
import { loadWhole, startSaver } from './marked-model.js';
import { saveMarked } from './save-marked.js';

beforeAll(compileLibrary);

/**
 * Starts a saver that runs until it is killed or the test ends. Some of its models are the same as those of
 * other savers.
 */
function startKillableSaver(folder: string) {
  const saver = startSaver(folder);
  const ended = once(saver, 'exit');
  const kill = async () => {
    saver.kill('SIGKILL');
    await ended;
  };
  onTestFinished(kill);
  return { saver, kill };
}

test('a folder into which eight processes save a model can be loaded at any time, and after they are killed', async () => {
  const folder = temporaryFolder();
  await saveMarked(1, folder);
  const savers = Array.from({ length: 8 }, () => startKillableSaver(folder));
  await Promise.all(savers.map(({ saver }) => once(saver.stdout!, 'data')));
  for (let loaded = 0; loaded < 8; loaded++) {
    await loadWhole(folder);
    if (loaded % 3 === 0) await saveMarked(loaded + 1, folder);
  }
  for (const { saver, kill } of savers) {
    expect(saver.exitCode).toBeNull();
    await kill();
    await loadWhole(folder);
  }
  await saveMarked(1, folder);
  await loadWhole(folder);
  const files = readdirSync(folder).map((name) => path.extname(name));
  expect(files.sort()).toEqual(['.bin', '.bin', '.json']);
}, 300_000);
