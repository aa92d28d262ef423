import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  promises,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { type AcquisitionError, downloadDataset, verifyDataset } from 'mnist-lab';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { downloadEntry } from '../../lib/src/datasets/download-dataset.js';
import { loadEntry } from '../../lib/src/datasets/load-dataset.js';
import { processMark } from '../../lib/src/files/process-mark.js';
import { temporaryFile } from '../../lib/src/files/temporary-file.js';
import { temporaryFolder } from '../temporary-folder.js';
import { acquireFrom, bytes, entry, fileNames, serveFiles } from './acquire-from.js';
import { loopbackServer } from './loopback-server.js';

test('downloadDataset() with download: false fails with a list of the missing files, their checksums and their destination', async () => {
  const cacheDirectory = temporaryFolder();
  const error = (await downloadDataset('mnist', { cacheDirectory, directory: '', download: false }).catch(
    (reason: unknown) => reason,
  )) as AcquisitionError;
  expect(error.name).toBe('AcquisitionError');
  expect(error.message).toContain(`into ${path.join(cacheDirectory, 'mnist')}`);
  expect(error.message).toContain('set MNIST_LAB_DATA');
  expect(error.message).toContain('train-images-idx3-ubyte  47,040,016 bytes  sha256 ba891046e6505d7a');
  expect(error.missing).toHaveLength(4);
});

test('an aborted download leaves no files behind', async () => {
  const stop = new AbortController();
  const { url } = await loopbackServer((_, response) => {
    response.writeHead(200);
    response.write(gzipSync(new Uint8Array(10)).subarray(0, 8), () => setTimeout(() => stop.abort(), 50));
  });
  const cacheDirectory = temporaryFolder();
  const sources = [{ kind: 'mirror', url } as const];
  const acquiring = downloadEntry(entry, { cacheDirectory, sources, directory: '', signal: stop.signal });
  await expect(acquiring).rejects.toThrow('This operation was aborted');
  expect(readdirSync(path.join(cacheDirectory, entry.name))).toEqual([]);
});

test('five concurrent downloads into one cache all succeed with the correct files', async () => {
  const { url } = await loopbackServer(serveFiles);
  const cacheDirectory = temporaryFolder();
  const options = { cacheDirectory, directory: '', sources: [{ kind: 'mirror', url } as const] };
  await Promise.all(Array.from({ length: 5 }, () => downloadEntry(entry, options)));
  expect(readdirSync(path.join(cacheDirectory, entry.name)).toSorted()).toEqual(fileNames);
  await expect(loadEntry(entry, { ...options, download: false })).resolves.toMatchObject({ name: 'small' });
});

test('a download removes temporary files of ended processes and day-old ones of other machines, but no others', async () => {
  const { cache, options } = await acquireFrom(serveFiles);
  const half = bytes.get('train-images-idx3-ubyte')!.subarray(0, 1000);
  const ended = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(ended, 'exit');
  const leaveBehind = (mark: string, hours: number) => {
    const folder = temporaryFile(cache).replace(processMark(), mark);
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'train-images-idx3-ubyte'), half);
    const then = new Date(Date.now() - hours * 3_600_000);
    utimesSync(folder, then, then);
    return path.basename(folder);
  };
  const elsewhere = processMark(ended.pid).replace(/^[0-9a-f]{8}/, '00000000');
  const gone = [leaveBehind(processMark(ended.pid), 0), leaveBehind(elsewhere, 25)];
  const kept = [leaveBehind(processMark(), 25), leaveBehind(elsewhere, 1)];
  writeFileSync(path.join(cache, 'train-labels-idx1-ubyte'), '');
  await downloadEntry(entry, options);
  const found = readdirSync(cache);
  expect(found).toEqual(expect.arrayContaining(kept));
  for (const name of gone) expect(found).not.toContain(name);
  expect((await loadEntry(entry, options)).train.count).toBe(80);
});

test('loading a dataset reads each cached file once, and does not read downloaded files again', async () => {
  const { options } = await acquireFrom(serveFiles);
  const read = vi.spyOn(promises, 'readFile');
  onTestFinished(() => {
    read.mockRestore();
    syncBuiltinESMExports();
  });
  syncBuiltinESMExports();
  await loadEntry(entry, options);
  expect(read.mock.calls.map(([file]) => path.basename(String(file))).toSorted()).toEqual(fileNames);
  read.mockClear();
  await loadEntry(entry, { ...options, cacheDirectory: temporaryFolder() });
  // The downloaded bytes are used without reading the file again.
  expect(read).not.toHaveBeenCalled();
});

test('a cached file with a wrong checksum is downloaded again, and the old one is kept under another name', async () => {
  const { cache, options } = await acquireFrom(serveFiles);
  const file = path.join(cache, 'train-labels-idx1-ubyte');
  writeFileSync(file, 'mine');
  await expect(loadEntry(entry, { ...options, download: false })).rejects.toThrow('1 of them is missing');
  await loadEntry(entry, options);
  expect(readFileSync(file)).toEqual(Buffer.from(bytes.get('train-labels-idx1-ubyte')!));
  const aside = readdirSync(cache).filter((name) => name.includes('wrong'));
  expect(aside.map((name) => readFileSync(path.join(cache, name), 'utf8'))).toEqual(['mine']);
});

describe('a folder in which the user provides the files of a dataset', () => {
  const given = (change: (folder: string) => void = () => {}) => {
    const directory = temporaryFolder();
    const folder = path.join(directory, entry.name);
    mkdirSync(folder);
    for (const [name, content] of bytes) {
      if (name.startsWith('train')) writeFileSync(path.join(folder, name), content);
      else writeFileSync(path.join(folder, `${name}.gz`), gzipSync(content));
    }
    change(folder);
    return { directory, cacheDirectory: path.join(directory, 'cache'), download: false };
  };

  test('is read, whether its files are plain or gzipped, and nothing is cached', async () => {
    const options = given();
    const { test: part } = await loadEntry(entry, options);
    expect(part.labels).toEqual(bytes.get('t10k-labels-idx1-ubyte')!.subarray(8));
    expect(existsSync(options.cacheDirectory)).toBe(false);
  });

  test.each([
    ['with other bytes', 'train-labels-idx1-ubyte', new Uint8Array(88), 'expected a file with the sha256 '],
    ['of another size', 'train-labels-idx1-ubyte', new Uint8Array(5), 'expected 88 bytes but found 5'],
    ['that is not gzip', 't10k-labels-idx1-ubyte.gz', Buffer.from('hello'), 'incorrect header check'],
    [
      'that decompresses to too many bytes',
      't10k-labels-idx1-ubyte.gz',
      gzipSync(new Uint8Array(99)),
      'expected a gzip file of 48 bytes',
    ],
  ])('is rejected because of a file %s, and the file is left unchanged', async (_, name, content, reason) => {
    let file = '';
    const options = given((folder) => {
      file = path.join(folder, name);
      writeFileSync(file, content);
    });
    await expect(loadEntry(entry, options)).rejects.toThrow(reason);
    await expect(loadEntry(entry, options)).rejects.toThrow(`Reading ${file}: expected`);
    expect(readFileSync(file)).toEqual(Buffer.from(content));
  });
});

test('the error for a cache folder inside a file names the path and the reason', async () => {
  const file = path.join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  await expect(downloadEntry(entry, { cacheDirectory: file, directory: '' })).rejects.toThrow(
    `Keeping a download: expected to write "${path.join(file, entry.name)}" but a part of the path is a file`,
  );
});

test('the error for missing files also names the folder given by the user, whose name may be mistyped', async () => {
  const cacheDirectory = temporaryFolder();
  await expect(downloadEntry(entry, { cacheDirectory, directory: '/typo', download: false })).rejects.toThrow(
    `missing from /typo/small and ${path.join(cacheDirectory, 'small')}`,
  );
});

test('verifyDataset() reports the state of every file and changes no file', async () => {
  const cacheDirectory = temporaryFolder();
  const folder = path.join(cacheDirectory, 'mnist');
  mkdirSync(folder);
  writeFileSync(path.join(folder, 't10k-labels-idx1-ubyte'), 'no labels');
  const states = await verifyDataset('mnist', { cacheDirectory, directory: '' });
  expect(states.map(({ state }) => state)).toEqual(['wrong', 'missing', 'missing', 'missing']);
  expect(states[0]).toMatchObject({
    folder,
    problem: expect.stringContaining('expected 10008 bytes but found 9'),
  });
  expect(readdirSync(folder)).toEqual(['t10k-labels-idx1-ubyte']);
  expect(readFileSync(path.join(folder, 't10k-labels-idx1-ubyte'), 'utf8')).toBe('no labels');
});

test('verifyDataset() reports a file that can be verified only by its size, because no checksum is known', async () => {
  const cacheDirectory = temporaryFolder();
  const folder = path.join(cacheDirectory, 'kmnist');
  mkdirSync(folder);
  const content = new Uint8Array(10_008);
  writeFileSync(path.join(folder, 't10k-labels-idx1-ubyte'), content);
  const state = async () => (await verifyDataset('kmnist', { cacheDirectory, directory: '' }))[0]!.state;
  expect(await state()).toBe('sizeOnly');
  const sum = createHash('sha256').update(content).digest('hex');
  writeFileSync(path.join(folder, 't10k-labels-idx1-ubyte.sha256'), `${sum}  t10k-labels-idx1-ubyte\n`);
  expect(await state()).toBe('verified');
});

test('downloadDataset() rejects an unknown dataset', async () => {
  await expect(downloadDataset('mnits')).rejects.toThrow('but found "mnits"');
});
