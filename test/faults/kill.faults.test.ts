import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { downloadEntry } from '../../lib/src/datasets/download-dataset.js';
import { bytes, entry, fileNames } from '../datasets/acquire-from.js';
import { temporaryFolder } from '../temporary-folder.js';
import { begin, right, rightFile } from './answers.js';
import { type RawAnswer, withServers, writeSlowly } from './raw-server.js';
import { tries } from './report/fault-kinds.js';

const kills = 50;

/** Takes a tenth of a second for a large file, so that a kill can come at any point of it. */
const unhurried: RawAnswer = (socket, request) =>
  socket.write(begin()) && writeSlowly(socket, rightFile(request), 20_000, 10);

/** A process that sends a message when it is ready, and then downloads into each cache folder that it receives. */
function startAcquirer(url: string): ChildProcess {
  const script = path.join(temporaryFolder(), 'acquire.cjs');
  const module = path.resolve(__dirname, '../../lib/src/datasets/download-dataset.ts');
  const sources = JSON.stringify([{ kind: 'mirror', url }]);
  writeFileSync(
    script,
    `const { downloadEntry } = require(${JSON.stringify(module)});
    require(${JSON.stringify(require.resolve('undici'))}); // Loaded in advance, so that the kill comes during the download.
    process.on('message', (cacheDirectory) => {
      downloadEntry(${JSON.stringify(entry)}, { cacheDirectory, directory: '', sources: ${sources} });
    });
    process.send('ready');`,
  );
  const stdio = ['ignore', 'inherit', 'inherit', 'ipc'] as const;
  return spawn(process.execPath, ['--require', 'tsx/cjs', script], { stdio: [...stdio] });
}

async function failure(child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(`The process to kill ended by itself with code ${code}`);
}

function wholeFiles(cache: string): string[] {
  if (!existsSync(cache)) return [];
  const names = readdirSync(cache).filter((name) => !name.endsWith('.tmp'));
  for (const name of names) {
    expect(readFileSync(path.join(cache, name)).equals(bytes.get(name)!)).toBe(true);
  }
  return names;
}

test(`each of ${kills} killed downloads leaves only complete files, and the next download removes the temporary ones`, {
  timeout: 600_000,
  ...tries('killedDownloads', kills),
}, async () => {
  vi.stubEnv('http_proxy', '');
  let interrupted = 0;
  const killEach = async ([slow, fast]: string[]) => {
    for (let kill = 0; kill < kills; kill++) {
      const cacheDirectory = temporaryFolder();
      const cache = path.join(cacheDirectory, entry.name);
      const child = startAcquirer(slow!);
      await Promise.race([once(child, 'message'), failure(child)]);
      child.send(cacheDirectory);
      await sleep(8 * kill);
      child.kill('SIGKILL');
      await once(child, 'exit');
      if (wholeFiles(cache).length < fileNames.length) interrupted++;
      await downloadEntry(entry, {
        cacheDirectory,
        directory: '',
        sources: [{ kind: 'mirror', url: fast! }],
      });
      expect(wholeFiles(cache).toSorted()).toEqual(fileNames);
      expect(readdirSync(cache).toSorted()).toEqual(fileNames);
    }
  };
  await withServers([unhurried, right], killEach, kills * fileNames.length);
  vi.unstubAllEnvs();
  expect(interrupted).toBeGreaterThan(kills / 4);
});
