import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Consumer, succeed } from './consumer.js';
import { commonJs } from './programs.js';

const consumer = new Consumer();

beforeAll(() => consumer.install(), 300_000);
afterAll(() => consumer.remove());

test('npx mnist-lab setup installs TensorFlow into an empty project', { timeout: 600_000 }, async () => {
  expect((await consumer.run('doctor')).code).toBe(1);
  const setup = await consumer.run('setup', '--json');
  expect(setup.err).not.toContain('Error');
  expect(setup.code).toBe(0);
  expect(JSON.parse(setup.out)).toMatchObject({ changed: true });
  const { out } = await succeed(process.execPath, [consumer.write('train.cjs', commonJs)], consumer.folder);
  expect(JSON.parse(out)).toEqual({ epochs: 40, right: true });
  expect((await consumer.run('doctor')).code).toBe(0);
});

test('npx mnist-lab setup changes nothing if TensorFlow is installed already', {
  timeout: 60_000,
}, async () => {
  expect(JSON.parse((await consumer.run('setup', '--json')).out)).toMatchObject({ changed: false });
});

test('npm ci with install scripts installs mnist-lab in a clone of a project that is set up', {
  timeout: 300_000,
}, async () => {
  const manifest = JSON.parse(readFileSync(path.join(consumer.folder, 'package.json'), 'utf8'));
  expect(manifest.optionalDependencies).toEqual({ '@tensorflow/tfjs-node': expect.any(String) });
  rmSync(path.join(consumer.folder, 'node_modules'), { recursive: true });
  await succeed('npm', ['ci', '--ignore-scripts=false'], consumer.folder);
  expect((await consumer.run('--version')).code).toBe(0);
});
