import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { compileLibrary } from '../../../compile-library.js';
import { temporaryFolder } from '../../../temporary-folder.js';

beforeAll(compileLibrary);

interface Outcome {
  readonly weights: string;
  readonly compiled: boolean;
  readonly flags?: string;
  readonly left: readonly string[];
}

/** Trains in a process of its own, with a folder for temporary files of its own. */
async function trainIn(environment: Readonly<Record<string, string>>, thread = 'main'): Promise<Outcome> {
  const script = path.join(__dirname, 'train-compiled.cjs');
  const { MNIST_LAB_COMPILATION_CACHE: _, ...inherited } = process.env;
  const env = { ...inherited, TMPDIR: temporaryFolder(), ...environment };
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [script, thread], { env });
  expect(stderr).toBe('');
  const outcome = JSON.parse(stdout) as Outcome;
  expect(outcome).toMatchObject({ compiled: true, left: [] });
  return outcome;
}

test('what one process compiled serves the next, in a worker thread too, with the same weights as without', async () => {
  const home = temporaryFolder();
  const folder = path.join(home, 'mnist-lab', 'compiled');
  const without = await trainIn({ MNIST_LAB_COMPILATION_CACHE: 'none', XDG_CACHE_HOME: home });
  expect(readdirSync(home)).toEqual([]);
  const [first, beside] = await Promise.all([
    trainIn({ XDG_CACHE_HOME: home }),
    trainIn({ XDG_CACHE_HOME: home }),
  ]);
  const kept = readdirSync(folder).sort();
  expect(kept.length).toBeGreaterThan(0);
  const next = await trainIn({ XDG_CACHE_HOME: home });
  const worker = await trainIn({ XDG_CACHE_HOME: home }, 'worker');
  expect(readdirSync(folder).sort()).toEqual(kept);
  for (const { weights, flags } of [first, beside, next, worker]) {
    expect(weights).toBe(without.weights);
    expect(flags).toBeUndefined();
  }
});

test("flags of the user's own are left as they are, and are the ones that count", async () => {
  const [home, own] = [temporaryFolder(), temporaryFolder()];
  const flags = `--tf_xla_persistent_cache_directory=${own} --tf_xla_persistent_cache_device_types=CPU`;
  expect((await trainIn({ XDG_CACHE_HOME: home, TF_XLA_FLAGS: flags })).flags).toBe(flags);
  expect(readdirSync(home)).toEqual([]);
  expect(readdirSync(own)).toHaveLength(1);
  const other = '--tf_xla_max_cluster_size=100';
  expect((await trainIn({ XDG_CACHE_HOME: home, TF_XLA_FLAGS: other })).flags).toBe(other);
  expect(readdirSync(path.join(home, 'mnist-lab', 'compiled'))).toHaveLength(1);
});

test('a folder for temporary files that cannot stand in a flag goes without the cache', async () => {
  const home = temporaryFolder();
  const spaced = path.join(temporaryFolder(), 'with a space');
  mkdirSync(spaced);
  await trainIn({ XDG_CACHE_HOME: home, TMPDIR: spaced });
  expect(readdirSync(home)).toEqual([]);
});
