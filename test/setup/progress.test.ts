import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { describeProgress, reportStep, type SetupProgress } from '../../lib/src/setup/progress.js';

test('the progress of a setup step with a known size shows amounts, percent and rate', () => {
  const bytes = { done: 123_450_000, total: 274_271_560, perSecond: 32_100_000 };
  expect(
    describeProgress({ step: 'library', state: 'running', message: 'downloading', seconds: 4, bytes }),
  ).toBe('TensorFlow library: downloading, 123.5 of 274.3 MB (45%), 32.1 MB/s');
});

test('the progress of a setup step without a known size shows the elapsed time', () => {
  expect(describeProgress({ step: 'addon', state: 'running', message: 'compiling', seconds: 4.26 })).toBe(
    'Node addon: compiling, 4.3 s',
  );
});

test('a setup step reports its start, then regularly that it is running, and its result unless it fails', async () => {
  const failed: SetupProgress[] = [];
  const failing = reportStep(
    'addon',
    'compiling',
    (progress) => failed.push(progress),
    async () => {
      throw new Error('no compiler');
    },
  );
  await expect(failing).rejects.toThrow('no compiler');
  const reports: SetupProgress[] = [];
  await reportStep(
    'addon',
    'compiling',
    (progress) => reports.push(progress),
    async (report) => {
      report.running('compiling with a compiler');
      while (reports.length < 3) await sleep(20);
      return 'compiled';
    },
  );
  expect(reports.map(({ state, message }) => `${state}: ${message}`)).toEqual([
    'started: compiling',
    'running: compiling with a compiler',
    'running: compiling with a compiler',
    'done: compiled',
  ]);
  expect(failed).toHaveLength(1);
});
