import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { processMark } from '../../lib/src/files/process-mark.js';
import { temporaryFile } from '../../lib/src/files/temporary-file.js';
import { writeWholeFile } from '../../lib/src/files/write-whole-file.js';
import { temporaryFolder } from '../temporary-folder.js';

const doing = 'Saving a poem';
const isLinux = process.platform === 'linux';

describe('writeWholeFile()', () => {
  const write = async (...words: Parameters<typeof writeWholeFile>) => writeWholeFile(...words);

  test('creates the folder, writes the data and leaves no other file', async () => {
    const folder = path.join(temporaryFolder(), 'new', 'folder');
    await write(path.join(folder, 'text'), 'one', doing);
    await write(path.join(folder, 'text'), 'two', doing);
    await write(path.join(folder, 'bytes'), Uint8Array.of(1, 2), doing);
    expect(readdirSync(folder)).toEqual(['bytes', 'text']);
    expect(readFileSync(path.join(folder, 'text'), 'utf8')).toBe('two');
    expect([...readFileSync(path.join(folder, 'bytes'))]).toEqual([1, 2]);
  });

  test('keeps the permissions of an existing file, and follows symbolic links', async () => {
    const folder = temporaryFolder();
    const [file, link] = [path.join(folder, 'file'), path.join(folder, 'link')];
    writeFileSync(file, 'one');
    chmodSync(file, 0o600);
    symlinkSync('file', link);
    await write(link, 'two', doing);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe('two');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('reports the action, path, cause and remedy of a failure', async () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'file'), 'one');
    mkdirSync(path.join(folder, 'folder'));
    const below = path.join(folder, 'file', 'below');
    await expect(write(below, 'two', doing)).rejects.toThrow(
      `Saving a poem: expected to write "${below}" but a part of the path is a file, not a folder (`,
    );
    const asFolder = path.join(folder, 'folder');
    await expect(write(asFolder, 'two', doing)).rejects.toMatchObject({
      message: expect.stringContaining('but a folder has that name (EISDIR). Choose another name.'),
      code: 'EISDIR',
      cause: { code: 'EISDIR' },
    });
    await expect(write(path.join(folder, 'x'.repeat(300)), '', doing)).rejects.toThrow(
      'the name is too long',
    );
    expect(readdirSync(folder)).toEqual(['file', 'folder']);
  });

  test.runIf(existsSync('/dev/full'))('reports a full disk', async () => {
    await expect(write('/dev/full', 'two', doing)).rejects.toMatchObject({
      message: expect.stringMatching(
        /^Saving a poem: .*"\/dev\/full" but the disk is full \(ENOSPC\)\. Free some space/,
      ),
      code: 'ENOSPC',
    });
    expect(lstatSync('/dev/full').isCharacterDevice()).toBe(true);
  });

  test('removes temporary files of ended processes and day-old ones of other machines, but no others', async () => {
    const folder = temporaryFolder();
    const writer = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await once(writer, 'exit');
    const own = temporaryFile(folder);
    const ofPid = (pid: number) => temporaryFile(folder).replace(processMark(), processMark(pid));
    // The writer of this file has ended. This process has the same ID, but another start time.
    const ofNamesake = () => temporaryFile(folder).replace(processMark(), processMark().replace(/\d+$/, '1'));
    const elsewhere = (file: string) => file.replace(/mnist-lab-[0-9a-f]{8}/, 'mnist-lab-00000000');
    const long = new Date(Date.now() - 25 * 60 * 60 * 1000);
    const kept = [own, ofPid(process.ppid), elsewhere(ofPid(writer.pid!)), path.join(folder, 'notes.tmp')];
    const old = [elsewhere(ofPid(writer.pid!))];
    const gone = [ofPid(writer.pid!), ...(isLinux ? [ofNamesake()] : []), ...old];
    for (const file of [...kept, ...gone]) writeFileSync(file, '');
    for (const file of [...old, path.join(folder, 'notes.tmp')]) utimesSync(file, long, long);
    await write(path.join(folder, 'file'), 'one', doing);
    expect(readdirSync(folder).sort()).toEqual(['file', ...kept.map((file) => path.basename(file))].sort());
  });
});

test('writeWholeFile() writes a list of pieces in order', async () => {
  const file = path.join(temporaryFolder(), 'file');
  writeWholeFile(file, [Uint8Array.of(1), Uint8Array.of(2, 3)], doing);
  expect([...readFileSync(file)]).toEqual([1, 2, 3]);
});

test('readers find only complete files while four processes call writeWholeFile()', async () => {
  const folder = temporaryFolder();
  const file = path.join(folder, 'file');
  const content = (index: number) => String(index).padStart(2, '0').repeat(50_000);
  const library = path.resolve(__dirname, '../../lib/dist/files/write-whole-file.js');
  const program = `
    const { writeWholeFile } = require(${JSON.stringify(library)});
    for (let index = 0; index < 50; index++)
      writeWholeFile(${JSON.stringify(file)}, String(index).padStart(2, '0').repeat(50_000), 'Writing');`;
  writeWholeFile(file, content(0), doing);
  const writers = Array.from({ length: 4 }, () =>
    spawn(process.execPath, ['-e', program], { stdio: 'inherit' }),
  );
  const ended = Promise.all(writers.map((writer) => once(writer, 'exit')));
  let isWriting = true;
  void ended.then(() => {
    isWriting = false;
  });
  while (isWriting) {
    const text = readFileSync(file, 'utf8');
    expect(text).toBe(content(Number(text.slice(0, 2))));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  expect((await ended).map(([code]) => code)).toEqual([0, 0, 0, 0]);
  expect(readFileSync(file, 'utf8')).toBe(content(49));
  expect(readdirSync(folder)).toEqual(['file']);
});
