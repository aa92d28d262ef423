/** Sweeps with failures, on real Ray clusters: `npm run test:sweeps`. */

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { compileLibrary } from '../compile-library.js';
import {
  curvesOf,
  hasRay,
  processesWith,
  type ResultLine,
  readLines,
  runCommand,
  startCommand,
  until,
} from '../sweeps/command.js';
import { writeStripes } from '../sweeps/stripes-folder.js';
import { startCluster } from './ray-cluster.js';

let folder: string;
let out: string;
let count = 0;
/** The results of an undisturbed sweep. */
let undisturbed: Record<string, readonly number[]>;
const file = (name: string) => path.join(folder, name);

// Six trials of a few seconds each on one core leave time to disturb them.
const space = {
  ...{ batchSize: 4, validationSize: 100, hiddenUnits: [32], epochs: 100 },
  learningRate: { grid: [0.0003, 0.001, 0.003] },
};
const asked = ['--seeds', '2', '--no-pruning', '--no-test'];
const words = (...more: string[]) => [
  ...['sweep', file('space.json'), '--dataset', file('stripes'), '--output', out, ...asked, ...more],
];
const log = () => readLines<{ trial: string; end?: { outcome: string } }>(path.join(out, 'log.jsonl'));
const ends = () => log().filter(({ end }) => end);
const identity = () =>
  (JSON.parse(readFileSync(path.join(out, 'sweep.json'), 'utf8')) as { identity: string }).identity;
const trials = () => (existsSync(path.join(out, 'sweep.json')) ? processesWith(`${identity()}/`) : []);
const resumed = () => runCommand(['sweep', '--resume', out, '--no-test']);

describe.skipIf(!hasRay)('a sweep on Ray', { timeout: 1_200_000 }, () => {
  beforeAll(async () => {
    compileLibrary();
    folder = mkdtempSync(path.join(os.tmpdir(), 'mnist-lab-ray-'));
    writeStripes(file('stripes'));
    writeFileSync(file('space.json'), JSON.stringify(space));
    out = file('undisturbed');
    const { code, err } = await runCommand(words());
    expect([code, err.match(/^6 of 6 .*$/m)?.[0]]).toEqual([
      0,
      expect.stringContaining('6 of 6 runs finished'),
    ]);
    undisturbed = curvesOf(out);
    expect(Object.keys(undisturbed)).toHaveLength(6);
  }, 600_000);
  beforeEach(() => {
    out = file(`out-${count++}`);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('repeats the trials of a killed worker node, and gives the same results', async () => {
    const cluster = await startCluster();
    const { ended } = startCommand(words('--address', cluster.address));
    await until(() => ends().length > 0 && trials().length === 2);
    await cluster.kill(1);
    const { code, err } = await ended;
    expect([code, err]).toEqual([
      0,
      expect.stringMatching(/Retrying run \S+: its process or its node was lost\./),
    ]);
    expect(curvesOf(out)).toEqual(undisturbed);
    expect(trials()).toEqual([]);
  });

  test('repeats a killed trial, and gives the same results', async () => {
    const { ended } = startCommand(words());
    await until(() => trials().length > 0 && log().some(({ trial }) => trial === '1-1'));
    kill(processesWith(`${identity()}/1-1`)[0]!);
    const { code, err } = await ended;
    expect([code, err]).toEqual([
      0,
      expect.stringContaining('Retrying run 1-1: its process was ended by SIGKILL.'),
    ]);
    expect(curvesOf(out)).toEqual(undisturbed);
  });

  test('marks a trial that is killed again and again as failed, and continues with the others', async () => {
    const { ended } = startCommand(words());
    const hunt = setInterval(() => {
      if (existsSync(path.join(out, 'sweep.json')))
        for (const id of processesWith(`${identity()}/2-1`)) kill(id);
    }, 100);
    const { code, out: text } = await ended;
    clearInterval(hunt);
    expect(code).toBe(0);
    const failed = readLines<ResultLine>(path.join(out, 'results.jsonl')).filter(
      ({ status }) => status === 'failed',
    );
    expect(failed).toEqual([
      expect.objectContaining({ configuration: 2, seed: 1, message: 'its process was ended by SIGKILL' }),
    ]);
    expect(text).toContain('1 of 2 seeds done');
    // Resuming retries a failed trial, because the cause of the kill may be gone.
    expect((await resumed()).code).toBe(0);
    expect(curvesOf(out)).toEqual(undisturbed);
  });

  test('leaves no process running if it is killed, and resumes without repeating finished trials', async () => {
    const { child, ended } = startCommand(words());
    await until(() => ends().length >= 2 && trials().length > 0);
    child.kill('SIGKILL');
    await ended;
    await until(() => trials().length === 0, 30);
    await until(() => processesWith(out).length === 0, 30);
    const before = ends().map(({ trial }) => trial);
    const { code } = await resumed();
    expect(code).toBe(0);
    expect(curvesOf(out)).toEqual(undisturbed);
    expect(
      ends()
        .map(({ trial }) => trial)
        .slice(0, before.length),
    ).toEqual(before);
    expect(new Set(ends().map(({ trial }) => trial)).size).toBe(ends().length);
  });

  test('leaves no process running if it is interrupted, and prints its results and how to resume', async () => {
    const { child, ended } = startCommand(words());
    await until(() => ends().length >= 1 && trials().length > 0);
    child.kill('SIGINT');
    const { code, out: text } = await ended;
    expect([code, text]).toEqual([
      130,
      expect.stringContaining(`Resume with: mnist-lab sweep --resume ${out}`),
    ]);
    expect(trials()).toEqual([]);
    expect(existsSync(path.join(out, 'report.html'))).toBe(true);
    expect((await resumed()).code).toBe(0);
    expect(curvesOf(out)).toEqual(undisturbed);
  });

  test('does not start if a node has another version of mnist-lab, and the error shows both versions', async () => {
    const other = file('other');
    mkdirSync(path.join(other, 'dist', 'sweeps'), { recursive: true });
    writeFileSync(
      path.join(other, 'dist', 'sweeps', 'trial-program.js'),
      `console.log(JSON.stringify({ versions: { 'mnist-lab': '0.0.9', tfjs: '4.22.0', TensorFlow: '2.21.0' } }))`,
    );
    const cluster = await startCluster([{ MNIST_LAB_PACKAGE: other }]);
    const { code, err } = await runCommand(words('--address', cluster.address));
    expect([code, err]).toEqual([1, expect.stringMatching(/has mnist-lab 0\.0\.9, this machine \d/)]);
    expect(ends()).toEqual([]);
  });

  test.skipIf(!canMount())('reports a full disk, and resumes once there is space', async () => {
    const disk = file('disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]);
    onTestFinished(() => void execFileSync('umount', ['--lazy', disk]));
    out = path.join(disk, 'out');
    const { code, err } = await runCommand(words());
    expect([code, err]).toEqual([1, expect.stringMatching(/the disk is full/)]);
    expect(trials()).toEqual([]);
    execFileSync('mount', ['-o', 'remount,size=64m', disk]);
    expect((await resumed()).code).toBe(0);
    expect(curvesOf(out)).toEqual(undisturbed);
  });
});

/** Kills a process, which may have ended since it was listed. */
function kill(id: number): void {
  try {
    process.kill(id, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function canMount(): boolean {
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/tmp'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
