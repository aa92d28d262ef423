import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { datasetLocation } from 'mnist-lab';
import { afterEach, expect, test, vi } from 'vitest';
import { defaultCacheDirectory } from '../../lib/src/datasets/dataset-files.js';
import { temporaryFolder } from '../temporary-folder.js';

afterEach(() => vi.unstubAllEnvs());

test('in a subfolder of the project, datasets are cached in the project’s data folder', () => {
  const project = temporaryFolder();
  const notebook = path.join(project, 'notebooks', 'mnist_digit');
  mkdirSync(notebook, { recursive: true });
  writeFileSync(path.join(project, 'package.json'), '{ "name": "mnist-lab-lessons" }');
  // A broken or unrelated package.json on the way is ignored.
  writeFileSync(path.join(notebook, 'package.json'), '{');
  writeFileSync(path.join(project, 'notebooks', 'package.json'), '{ "name": "other" }');
  expect(defaultCacheDirectory(notebook)).toBe(path.join(project, 'data'));
});

test('outside the project, datasets are cached in the user’s cache folder', () => {
  vi.stubEnv('XDG_CACHE_HOME', '/caches');
  expect(defaultCacheDirectory(temporaryFolder())).toBe(path.join('/caches', 'mnist-lab', 'data'));
});

test('the folder in MNIST_LAB_DATA is read before the cache, unless an option names another folder', () => {
  const cacheDirectory = '/cache';
  vi.stubEnv('MNIST_LAB_DATA', '/mine');
  expect(datasetLocation('mnist', { cacheDirectory })).toEqual({
    given: '/mine/mnist',
    cache: '/cache/mnist',
  });
  const other = datasetLocation('mnist', { cacheDirectory, directory: '/other' });
  expect(other.given).toBe('/other/mnist');
  vi.stubEnv('MNIST_LAB_DATA', '');
  expect(datasetLocation('mnist', { cacheDirectory })).toEqual({ cache: '/cache/mnist' });
});
