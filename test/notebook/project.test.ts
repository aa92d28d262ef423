import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildPath, recordResults } from 'mnist-lab/notebook';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const result = {
  testAccuracy: 0.98,
  testLoss: 0.07,
  trainSeconds: 12,
  epochs: 20,
  parameters: 109386,
  seed: 42,
};
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'mnist-lab-test-'));
  vi.stubEnv('MNIST_LAB_BUILD', folder);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test('results of two datasets stand side by side, and a second run replaces its own', () => {
  recordResults('mnist', result);
  recordResults('fashion-mnist', { ...result, testAccuracy: 0.9 });
  recordResults('mnist', { ...result, epochs: 1 });
  const kept = JSON.parse(readFileSync(path.join(folder, 'results.json'), 'utf8'));
  expect(kept).toEqual({
    mnist: { ...result, epochs: 1 },
    'fashion-mnist': { ...result, testAccuracy: 0.9 },
  });
});

test('results that are damaged are named, and not replaced', () => {
  const file = path.join(folder, 'results.json');
  writeFileSync(file, '{"mnist": {');
  expect(() => recordResults('mnist', result)).toThrow(
    `Recording the results of "mnist": expected "${file}" to hold JSON but it cannot be read as such. Delete it.`,
  );
  expect(readFileSync(file, 'utf8')).toBe('{"mnist": {');
});

test('a figure that is not finite is refused', () => {
  expect(() => recordResults('mnist', { ...result, testLoss: Number.NaN })).toThrow(
    'Recording the results of "mnist": expected testLoss to be a finite number but found NaN.',
  );
});

test('without the variable, the build folder is that of the project', () => {
  vi.stubEnv('MNIST_LAB_BUILD', '');
  expect(buildPath('models', 'digit')).toBe(path.resolve(__dirname, '../../build/models/digit'));
});
