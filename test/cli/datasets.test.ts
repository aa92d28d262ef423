import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { datasetNames } from 'mnist-lab';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { runRecorded } from './run-recorded.js';

let folder: string;

beforeAll(async () => {
  vi.stubEnv('MNIST_LAB_DATA', '');
  folder = await mkdtemp(path.join(os.tmpdir(), 'mnist-lab-cli-'));
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

test('datasets list prints how to get each dataset of the catalogue', async () => {
  const { code, out, err } = await runRecorded(['datasets', 'list', '--cache', folder]);
  expect([code, err]).toEqual([0, '']);
  for (const name of datasetNames) expect(out).toContain(`mnist-lab datasets download ${name}`);
});

test('datasets list --json prints one JSON document with names, sizes and folders', async () => {
  const { out } = await runRecorded(['datasets', 'list', '--cache', folder, '--json']);
  const { datasets } = JSON.parse(out) as { datasets: { name: string; bytes: number; folder: null }[] };
  expect(datasets.map(({ name }) => name)).toEqual(datasetNames);
  expect(datasets[0]).toMatchObject({ name: 'mnist', bytes: 54_950_048, folder: null });
});

test('datasets verify fails if files are missing or damaged, and lists these files', async () => {
  const missing = await runRecorded(['datasets', 'verify', 'mnist', '--cache', folder]);
  expect(missing.code).toBe(1);
  expect(missing.out.match(/missing/g)).toHaveLength(4);
  const labels = path.join(folder, 'given', 'mnist', 't10k-labels-idx1-ubyte');
  await mkdir(path.dirname(labels), { recursive: true });
  await writeFile(labels, 'not the labels');
  const wrong = await runRecorded([
    ...['datasets', 'verify', 'mnist', '--cache', folder],
    ...['--data', path.join(folder, 'given')],
  ]);
  expect(wrong.code).toBe(1);
  expect(wrong.out).toMatch(/t10k-labels-idx1-ubyte.*expected 10008 bytes but found 14/);
});

test('datasets path prints the cache folder and the folder given with --data', async () => {
  const { out } = await runRecorded(['datasets', 'path', 'mnist', '--cache', folder, '--data', '/mine']);
  expect(out).toBe(`mnist  yours  /mine/mnist\nmnist  cache  ${path.join(folder, 'mnist')}\n`);
});

test.each([
  [['datasets', 'verify', 'minst'], 'Unknown dataset "minst". Did you mean mnist?'],
  [['datasets', 'lst'], 'Did you mean list?'],
  [['dataset', 'list'], 'Did you mean datasets?'],
  [['help', 'trian'], 'Unknown command "trian". Did you mean train?'],
  [['datasets', 'list', '--jsn'], 'Did you mean --json?'],
  [['datasets', 'path', 'mnist', 'more'], 'too many arguments'],
])('the command line %j is rejected as invalid usage', async (words, message) => {
  const { code, out, err } = await runRecorded(words);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(message);
});

test('--json prints errors as a JSON document on stdout', async () => {
  const { code, out, err } = await runRecorded(['datasets', 'verify', 'minst', '--json']);
  expect([code, err]).toEqual([2, '']);
  expect(JSON.parse(out)).toEqual({
    error: { message: expect.stringContaining('Did you mean mnist?'), exitCode: 2 },
  });
});

test.each([
  [['--help']],
  [['datasets', '--help']],
  [['datasets', 'verify', '--help']],
  [['help', 'datasets']],
])('the command line %j prints help with examples', async (words) => {
  const { code, out, err } = await runRecorded(words);
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/Usage: mnist-lab.*Examples:\n {2}\$ mnist-lab/s);
});
