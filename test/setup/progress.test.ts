import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { describeProgress, reportStep, type SetupProgress } from '../../lib/src/setup/progress.js';

test('progress with a known size shows amounts, percent and rate', () => {
  const bytes = { done: 123_450_000, total: 274_271_560, perSecond: 32_100_000 };
  expect(
    describeProgress({ step: 'library', state: 'running', message: 'downloading', seconds: 4, bytes }),
  ).toBe('TensorFlow library: downloading, 123.5 of 274.3 MB (45%), 32.1 MB/s');
});

test('progress without a known size shows the time', () => {
  expect(describeProgress({ step: 'addon', state: 'running', message: 'compiling', seconds: 4.26 })).toBe(
    'Node addon: compiling, 4.3 s',
  );
});

test('a step reports its start, that it is still running, and its outcome', async () => {
  const reports: SetupProgress[] = [];
  await reportStep(
    'addon',
    'compiling',
    (progress) => reports.push(progress),
    async (report) => {
      report.running('compiling with a compiler');
      await sleep(1200);
      return 'compiled';
    },
  );
  expect(reports.map(({ state, message }) => `${state}: ${message}`)).toEqual([
    'started: compiling',
    'running: compiling with a compiler',
    'running: compiling with a compiler',
    'done: compiled',
  ]);
});

test('a step that fails passes its error on and reports nothing more', async () => {
  const reports: SetupProgress[] = [];
  const step = reportStep(
    'addon',
    'compiling',
    (progress) => reports.push(progress),
    async () => {
      throw new Error('no compiler');
    },
  );
  await expect(step).rejects.toThrow('no compiler');
  await sleep(1100);
  expect(reports).toHaveLength(1);
});
