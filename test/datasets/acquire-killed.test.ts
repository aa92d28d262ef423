import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test, vi } from 'vitest';
import { downloadEntry } from '../../lib/src/datasets/download-dataset.js';
import { loadEntry } from '../../lib/src/datasets/load-dataset.js';
import { temporaryFolder } from '../temporary-folder.js';
import { bytes, entry, serveFiles } from './acquire-from.js';
import { loopbackServer } from './loopback-server.js';

test('a download killed while it receives a file does not store this file, and the next download fetches only this file', async () => {
  let isStuck = true;
  let isHalfSent = false;
  const { url } = await loopbackServer((request, response) => {
    if (!isStuck || !request.url!.includes('train-images')) return serveFiles(request, response);
    const content = gzipSync(bytes.get('train-images-idx3-ubyte')!);
    response.write(content.subarray(0, content.length / 2), () => {
      isHalfSent = true;
    });
  });
  const cacheDirectory = temporaryFolder();
  const options = { cacheDirectory, directory: '', sources: [{ kind: 'mirror', url } as const] };
  const script = path.join(cacheDirectory, 'acquire.cjs');
  const module = path.resolve(__dirname, '../../lib/src/datasets/download-dataset.ts');
  writeFileSync(
    script,
    `require(${JSON.stringify(module)}).downloadEntry(${JSON.stringify(entry)}, ${JSON.stringify(options)});`,
  );
  const child = spawn(process.execPath, ['--import', 'tsx', script], { stdio: 'inherit' });
  const cache = path.join(cacheDirectory, entry.name);
  await vi.waitUntil(() => isHalfSent, { timeout: 30_000, interval: 20 });
  child.kill('SIGKILL');
  await once(child, 'exit');
  isStuck = false;
  expect(readdirSync(cache).some((name) => name.startsWith('train-images'))).toBe(false);
  await expect(loadEntry(entry, { ...options, download: false })).rejects.toThrow('1 of them is missing');
  const { downloaded } = await downloadEntry(entry, options);
  expect(downloaded).toEqual(['train-images-idx3-ubyte']);
  const { train } = await loadEntry(entry, { ...options, download: false });
  expect(train.images).toEqual(bytes.get('train-images-idx3-ubyte')!.subarray(16));
});
