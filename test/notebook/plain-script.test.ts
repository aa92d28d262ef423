import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { compileLibrary } from '../compile-library.js';

beforeAll(compileLibrary);

/** The JSON that a script prints in a process of its own. */
function printed(script: string): unknown {
  const run = spawnSync(process.execPath, ['-e', script], {
    cwd: path.resolve(__dirname, '../..'),
    encoding: 'utf8',
  });
  expect(run.stderr).toBe('');
  return JSON.parse(run.stdout);
}

test('importing mnist-lab/notebook in a plain script changes no globals, event listeners, environment variables or stack traces', () => {
  const differences = printed(`
    const state = () => ({
      listeners: process.eventNames().map((name) => [String(name), process.listeners(name).map(String)]),
      environment: { ...process.env },
      globals: Object.getOwnPropertyNames(globalThis),
      util: Object.keys(require('node:util')),
      sourceMaps: process.sourceMapsEnabled,
      handles: process.getActiveResourcesInfo(),
      prepareStackTrace: String(Error.prepareStackTrace),
    });
    const before = state();
    require('mnist-lab/notebook');
    const after = state();
    const names = Object.keys(before).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
    console.log(JSON.stringify(names.map((name) => [name, before[name], after[name]])));`);
  expect(differences).toEqual([]);
});

test('importing mnist-lab/notebook loads neither TensorFlow, nor danfojs, nor plotly.js, nor tslab, nor sharp', () => {
  const loaded = printed(`
    require('mnist-lab/notebook');
    const heavy = /node_modules\\/(@tensorflow|danfojs-node|plotly\\.js-dist|tslab|sharp)\\//;
    console.log(JSON.stringify(Object.keys(require.cache).filter((file) => heavy.test(file))));`);
  expect(loaded).toEqual([]);
});

test('historyTable() returns a data frame in a plain script', () => {
  const columns = printed(`
    const { historyTable } = require('mnist-lab/notebook');
    const epochs = [{ epoch: 1, loss: 0.5, accuracy: 0.9, learningRate: 0.001, seconds: 1 }];
    console.log(JSON.stringify(historyTable({ epochs, bestEpoch: 1 }).columns));`);
  expect(columns).toEqual(['epoch', 'loss', 'accuracy (%)', 'learning rate', 'best']);
});
