import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildPath, recordResults } from 'mnist-lab/notebook';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { processMark } from '../../lib/src/files/process-mark.js';
import { compileLibrary } from '../compile-library.js';

const result = {
  testAccuracy: 0.98,
  testLoss: 0.07,
  trainSeconds: 12,
  epochs: 20,
  parameters: 109386,
  seed: 42,
};
let folder: string;

beforeAll(compileLibrary);
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'mnist-lab-test-'));
  vi.stubEnv('MNIST_LAB_BUILD', folder);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test('recordResults() keeps the results of other datasets, and replaces those of the same dataset', () => {
  recordResults('mnist', result);
  recordResults('fashion-mnist', { ...result, testAccuracy: 0.9 });
  recordResults('mnist', { ...result, epochs: 1 });
  const kept = JSON.parse(readFileSync(path.join(folder, 'results.json'), 'utf8'));
  expect(kept).toEqual({
    mnist: { ...result, epochs: 1 },
    'fashion-mnist': { ...result, testAccuracy: 0.9 },
  });
});

test('recordResults() loses no results if four processes call it concurrently', async () => {
  const recorders = ['a', 'b', 'c', 'd'].map((name) =>
    fork(path.join(__dirname, 'recorder.cjs'), [name, '25'], { execArgv: [] }),
  );
  await Promise.all(recorders.map((recorder) => once(recorder, 'message')));
  const ended = recorders.map((recorder) => once(recorder, 'exit'));
  for (const recorder of recorders) recorder.send('begin');
  for (const end of ended) expect(await end).toEqual([0, null]);
  const kept = JSON.parse(readFileSync(path.join(folder, 'results.json'), 'utf8'));
  expect(Object.keys(kept)).toHaveLength(100);
  expect(readdirSync(folder)).toEqual(['results.json']);
});

test('recordResults() ignores and removes the lock file of a killed process', () => {
  const dead = processMark().replace(/-\d+-\d+$/, '-99999999-1');
  writeFileSync(path.join(folder, `mnist-lab-${dead}-0123456789ab.turn`), '');
  recordResults('mnist', result);
  expect(readdirSync(folder)).toEqual(['results.json']);
});

test.each(['null', '[]', '"mnist"'])(
  'recordResults() rejects a results.json that contains %s, and does not change it',
  (text) => {
    const file = path.join(folder, 'results.json');
    writeFileSync(file, text);
    expect(() => recordResults('mnist', result)).toThrow('to be a JSON object but found another value');
    expect(readFileSync(file, 'utf8')).toBe(text);
  },
);

test('recordResults() rejects a damaged results.json with its path, and does not change it', () => {
  const file = path.join(folder, 'results.json');
  writeFileSync(file, '{"mnist": {');
  expect(() => recordResults('mnist', result)).toThrow(
    `Recording the results of "mnist": "${file}" is not valid JSON. Delete it.`,
  );
  expect(readFileSync(file, 'utf8')).toBe('{"mnist": {');
});

test('recordResults() rejects a value that is not finite', () => {
  expect(() => recordResults('mnist', { ...result, testLoss: Number.NaN })).toThrow(
    'Recording the results of "mnist": expected testLoss to be a finite number but found NaN.',
  );
});

test('buildPath() returns a path in the build folder of the project if MNIST_LAB_BUILD is not set', () => {
  vi.stubEnv('MNIST_LAB_BUILD', '');
  expect(buildPath('models', 'digit')).toBe(path.resolve(__dirname, '../../build/models/digit'));
});
