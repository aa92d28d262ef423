import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { PinnedWheel } from '../../lib/src/setup/pinned.js';
import { downloadWheel, unpackWheel } from '../../lib/src/setup/wheel.js';
import { temporaryFolder } from '../temporary-folder.js';

const silent = { running() {} };

const makeWheel = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as wheel:
    wheel.writestr("probe/library", b"x" * 40_000_000)
    wheel.writestr("probe/unwanted", b"y")
    info = "mnist_lab_probe-1.0.dist-info"
    wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\\nName: mnist-lab-probe\\nVersion: 1.0\\n")
    wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr(f"{info}/RECORD", "")
`;

afterEach(() => {
  vi.unstubAllEnvs();
});

// All tests share one wheel and one folder with a link to the project's Python environment, because creating each
// takes a while.
const directory = mkdtempSync(path.join(os.tmpdir(), 'mnist-lab-test-'));
const environment = path.resolve(__dirname, '..', '..', '.venv');
if (existsSync(environment)) symlinkSync(environment, path.join(directory, 'python'));
const workplace = { directory, python: 'python3', lock: 0 };
const wheels = path.join(directory, 'wheels');
const file = path.join(wheels, 'mnist_lab_probe-1.0-py3-none-any.whl');

beforeAll(() => {
  mkdirSync(wheels);
  execFileSync('python3', ['-c', makeWheel, file]);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The local wheel, with pip restricted to local files. */
function localWheel() {
  vi.stubEnv('PIP_NO_INDEX', '1');
  vi.stubEnv('PIP_FIND_LINKS', wheels);
  const bytes = readFileSync(file);
  const wheel: PinnedWheel = {
    project: 'mnist-lab-probe',
    version: '1.0',
    platform: 'manylinux_2_27_x86_64',
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
  };
  return wheel;
}

test('setup downloads a Python wheel with pip if its checksum matches', async () => {
  const wheel = localWheel();
  const downloaded = await downloadWheel(wheel, workplace, silent);
  expect(readFileSync(downloaded).equals(readFileSync(file))).toBe(true);
});

test('setup rejects a Python wheel with another checksum', async () => {
  const wheel = localWheel();
  const other = { ...wheel, sha256: wheel.sha256.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) };
  await expect(downloadWheel(other, workplace, silent)).rejects.toThrow(/DO NOT MATCH THE HASHES/);
});

test('setup extracts only the requested files of a Python wheel, and reports progress in bytes', async () => {
  const folder = temporaryFolder();
  const amounts: number[] = [];
  const report = {
    running(_message: string, bytes?: { done: number; total: number }) {
      expect(bytes?.total).toBe(40_000_000);
      amounts.push(bytes!.done);
    },
  };
  await unpackWheel(file, folder, ['probe/library'], workplace, report);
  expect(readFileSync(path.join(folder, 'probe', 'library'))).toHaveLength(40_000_000);
  expect(existsSync(path.join(folder, 'probe', 'unwanted'))).toBe(false);
  expect(amounts).toEqual([16_777_216, 33_554_432]);
});

test('setup rejects a damaged Python wheel', async () => {
  const damaged = path.join(temporaryFolder(), path.basename(file));
  copyFileSync(file, damaged);
  truncateSync(damaged, 1000);
  await expect(unpackWheel(damaged, temporaryFolder(), ['probe/'], workplace, silent)).rejects.toThrow(
    'BadZipFile',
  );
});
