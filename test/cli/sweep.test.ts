import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readSpace } from '../../lib/src/sweeps/space.js';
import { temporaryFolder } from '../temporary-folder.js';
import { runRecorded } from './run-recorded.js';

const some = '{ "learningRate": { "logUniform": [0.001, 0.01] } }';

async function sweepOf(space: string, ...words: readonly string[]) {
  const folder = temporaryFolder();
  const file = path.join(folder, 'space.json');
  const output = path.join(folder, 'out');
  writeFileSync(file, space);
  const ended = await runRecorded(['sweep', file, ...words, '--output', output]);
  expect(existsSync(output), 'nothing is begun').toBe(false);
  return ended;
}

test('sweep --example prints a valid search space', async () => {
  const { code, out } = await runRecorded(['sweep', '--example']);
  expect(code).toBe(0);
  expect(readSpace(JSON.parse(out)).varied.length).toBeGreaterThan(3);
  expect(out.split('\n')[1]).toBe('  "epochs": 4,');
});

test.each([
  ['{', 4, 'expected JSON but found invalid text'],
  ['[]', 2, 'expected an object such as { "learningRate": '],
  ['{}', 2, 'but found none. For a single run, use `mnist-lab train`'],
  [
    '{ "learningrate": { "choice": [1] } }',
    2,
    'unknown option "learningrate". Did you mean learningRate? Known: ',
  ],
  ['{ "dropoutRate": { "uniform": [0, 2] } }', 2, 'of 0 or more and less than 1 but found 2'],
])(
  'sweep rejects a file with the invalid search space %s, and names the file',
  async (space, wanted, message) => {
    const { code, out, err } = await sweepOf(space, '--dataset', 'mnist');
    expect([code, out]).toEqual([wanted, '']);
    expect(err).toMatch(/^Reading .*space\.json: /);
    expect(err).toContain(message);
  },
);

test.each([
  [[], 'Pass --dataset <name>'],
  [['--dataset', 'minst'], 'No dataset, folder or file named "minst". Did you mean mnist?'],
  [
    ['--dataset', 'mnist', '--trials', '0'],
    'Reading --trials: expected a whole number of 1 or more but found "0".',
  ],
  [
    ['--dataset', 'mnist', '--seeds', 'x'],
    'Reading --seeds: expected a whole number of 1 or more but found "x".',
  ],
  [
    ['--dataset', 'mnist', '--address', 'head'],
    'expected a machine and a port such as 10.0.0.1:6379 but found "head"',
  ],
  [['--resume', '/nowhere'], '--output and --resume exclude each other'],
])('sweep rejects the arguments %j as invalid usage', async (words, message) => {
  const { code, out, err } = await sweepOf(some, ...words);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(message);
});

test('sweep explains how to get a search space if none is given, and names the file that --resume could not read', async () => {
  expect((await runRecorded(['sweep'])).err).toContain(
    '`mnist-lab sweep --example` prints one to start from.',
  );
  const { code, err } = await runRecorded(['sweep', '--resume', '/nowhere']);
  expect([code, err]).toEqual([4, expect.stringContaining('could not read /nowhere/sweep.json')]);
});
