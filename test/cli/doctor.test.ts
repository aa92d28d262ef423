import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../temporary-folder.js';
import { runRecorded } from './run-recorded.js';

beforeAll(() => void vi.stubEnv('MNIST_LAB_DATA', ''));
afterAll(() => void vi.unstubAllEnvs());

test('doctor tries TensorFlow and tells what is there on one page', async () => {
  const { code, out } = await runRecorded(['doctor', '--cache', temporaryFolder()]);
  expect(code).toBe(0);
  expect(out).toMatch(/✓ self-test +TensorFlow \d+\.\d+\.\d+ multiplied two matrices/);
  expect(out).toMatch(/- mnist +not here: run mnist-lab datasets fetch mnist/);
  expect(out.split('\n').length).toBeLessThan(50);
});

test('doctor says what is kept of trainings, or that nothing is', async () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'code'), Buffer.alloc(2_000_000));
  vi.stubEnv('MNIST_LAB_COMPILATION_CACHE', folder);
  const compiled = async () => (await runRecorded(['doctor'])).out.match(/- compiled code +(.*)/)?.[1];
  if (process.platform === 'linux') expect(await compiled()).toBe(`2.0 MB, ${folder}`);
  vi.stubEnv('MNIST_LAB_COMPILATION_CACHE', path.join(folder, 'missing'));
  if (process.platform === 'linux') expect(await compiled()).toMatch(/^0 B, /);
  vi.stubEnv('MNIST_LAB_COMPILATION_CACHE', 'none');
  expect(await compiled()).toBe('not kept');
});

test('doctor --json carries the same as data', async () => {
  const { out } = await runRecorded(['doctor', '--json', '--cache', temporaryFolder()]);
  expect(JSON.parse(out)).toMatchObject({
    machine: { nodeVersion: process.versions.node },
    tfjsNode: { version: '4.22.0' },
    selfTest: { passed: true },
    packages: { sharp: expect.stringMatching(/^\d/) },
    datasets: expect.arrayContaining([expect.objectContaining({ name: 'mnist', state: 'missing' })]),
  });
});
