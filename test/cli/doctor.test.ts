import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../temporary-folder.js';
import { runRecorded } from './run-recorded.js';

beforeAll(() => void vi.stubEnv('MNIST_LAB_DATA', ''));
afterAll(() => void vi.unstubAllEnvs());

test('doctor tests TensorFlow and reports the installation in fewer than 50 lines', async () => {
  vi.stubEnv('MNIST_LAB_BROWSER', '/nothing/chrome');
  const { code, out } = await runRecorded(['doctor', '--cache', temporaryFolder()]);
  expect(code).toBe(0);
  expect(out).toMatch(/- charts +MNIST_LAB_BROWSER is "\/nothing\/chrome", which is not an executable/);
  expect(out).toMatch(/✓ self-test +TensorFlow \d+\.\d+\.\d+ multiplied two matrices/);
  expect(out).toMatch(/- mnist +not downloaded: run mnist-lab datasets download mnist/);
  expect(out.split('\n').length).toBeLessThan(50);
});

test('doctor --json prints the report as JSON', async () => {
  const { out } = await runRecorded(['doctor', '--json', '--cache', temporaryFolder()]);
  expect(JSON.parse(out)).toMatchObject({
    machine: { nodeVersion: process.versions.node },
    tfjsNode: { version: '4.22.0' },
    selfTest: { passed: true },
    packages: { sharp: expect.stringMatching(/^\d/) },
    datasets: expect.arrayContaining([expect.objectContaining({ name: 'mnist', state: 'missing' })]),
  });
});
