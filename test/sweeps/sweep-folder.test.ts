import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { readSpace } from '../../lib/src/sweeps/space.js';
import type { SweepData } from '../../lib/src/sweeps/sweep-data.js';
import { openSweepFolder, readPlan, SweepLog, sweepFiles } from '../../lib/src/sweeps/sweep-folder.js';
import { planSweep, type SweepPlan } from '../../lib/src/sweeps/sweep-plan.js';
import { temporaryFolder } from '../temporary-folder.js';
import { stripes } from '../training/stripes.js';

const space = { learningRate: { choice: [0.1, 0.01] }, epochs: 2 } as const;
const data = { name: '/data', title: 'data', preprocessing: 'resize', train: stripes(600, 1) } as SweepData;
const planned = () =>
  planSweep(space, readSpace(space), data, { trials: 2, seeds: 1, seed: 1, pruning: true });

let directory: string;
beforeEach(() => {
  directory = temporaryFolder();
});

const open = (resume: boolean) => openSweepFolder(directory, planned(), { resume, python: 'python3' });

test.each(['space.json', 'models/digit/model.json'])(
  'a sweep does not start in a folder with %s, which it could remove or replace',
  async (name) => {
    const file = path.join(directory, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, 'mine');
    await expect(open(false)).rejects.toThrow(
      `expected an empty folder but ${directory} has ${name.split('/')[0]}`,
    );
    expect(readFileSync(file, 'utf8')).toBe('mine');
  },
);

describe('the plan of a resumed sweep', () => {
  beforeEach(async () => (await open(false)).release());

  function change(changed: (plan: SweepPlan) => object): void {
    const { plan } = sweepFiles(directory);
    writeFileSync(plan, JSON.stringify(changed(JSON.parse(readFileSync(plan, 'utf8')))));
  }

  test('keeps the ID of the sweep', async () => {
    const { plan, release } = await open(true);
    release();
    expect(plan).toEqual({ ...planned(), identity: readPlan(directory).identity });
  });

  test.each<[string, (plan: SweepPlan) => object, RegExp]>([
    ['whose configurations are null', (plan) => ({ ...plan, configurations: null }), /others, of version/],
    [
      'of another version, which sampled other configurations',
      (plan) => ({ ...plan, configurations: [] }),
      /others, of version/,
    ],
    ['of another search space', (plan) => ({ ...plan, space: {} }), /expected the same space as the sweep/],
    ['without a dataset', (plan) => ({ ...plan, dataset: 3 }), /an identity and a dataset/],
  ])('is rejected, with the reason: a plan %s', async (_name, changed, message) => {
    change(changed);
    await expect(open(true)).rejects.toThrow(message);
  });

  test.each(['null', '[]', '3', '', `${'['.repeat(100_000)}${']'.repeat(100_000)}`])(
    'is rejected with one sentence that names the file if it has null, a list, a number, nothing or nested lists (case %#)',
    (text) => {
      writeFileSync(sweepFiles(directory).plan, text);
      expect(() => readPlan(directory)).toThrow(/^Resuming a sweep: could not read .*sweep\.json .*\.$/);
    },
  );
});

test.each(['null', '{}', '{"trial":"1-1","records":3}', '{"trial":"1-1","end":null}', 'half'])(
  'a sweep log with the invalid line %s is rejected with an error that names the file',
  (line) => {
    const { log } = sweepFiles(directory);
    writeFileSync(log, `{"trial":"1-1","records":[]}\n${line}\n`);
    expect(() => new SweepLog(log)).toThrow(/^Reading .*log\.jsonl: expected /);
  },
);
