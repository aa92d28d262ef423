import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { root } from '../../../../scripts/lessons/project.js';
import { compileLibrary } from '../../../compile-library.js';
import { canMount, smallDisk } from '../../../faults/small-disk.js';
import { temporaryFolder } from '../../../temporary-folder.js';

beforeAll(compileLibrary);

interface Outcome {
  readonly weights: string;
  readonly compiled: boolean;
  readonly flags?: string;
  readonly left: readonly string[];
}

interface Training {
  readonly environment: Readonly<Record<string, string>>;
  /** In so many worker threads at once, instead of the main one. */
  readonly threads?: number;
  /** How many different networks they train. */
  readonly sizes?: number;
}

/** Trains in a process of its own, with a folder for temporary files of its own. */
async function trainAll({ environment, threads = 0, sizes = 1 }: Training): Promise<Outcome[]> {
  const script = path.join(__dirname, 'train-compiled.cjs');
  const { MNIST_LAB_COMPILATION_CACHE: _, ...inherited } = process.env;
  const env = { ...inherited, TMPDIR: temporaryFolder(), ...environment };
  const words = [script, `${threads}`, `${sizes}`];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, words, { env });
  expect(stderr).toBe('');
  const outcomes = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Outcome);
  for (const outcome of outcomes) expect(outcome).toMatchObject({ compiled: true, left: [] });
  return outcomes;
}

async function trainIn(environment: Training['environment'], threads = 0): Promise<Outcome> {
  const [outcome] = await trainAll({ environment, threads });
  return outcome!;
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
  const kept = readdirSync(folder);
  expect(kept).toHaveLength(1);
  const next = await trainIn({ XDG_CACHE_HOME: home });
  const worker = await trainIn({ XDG_CACHE_HOME: home }, 1);
  expect(readdirSync(folder)).toEqual(kept);
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
  const file = path.join(own, 'flags');
  writeFileSync(file, flags);
  expect((await trainIn({ XDG_CACHE_HOME: home, TF_XLA_FLAGS: file })).flags).toBe(file);
  expect(readdirSync(home)).toEqual([]);
  const other = '--tf_xla_max_cluster_size=100';
  expect((await trainIn({ XDG_CACHE_HOME: home, TF_XLA_FLAGS: other })).flags).toBe(other);
  expect(readdirSync(path.join(home, 'mnist-lab', 'compiled'))).toHaveLength(1);
});

test('threads that compile at once come to the weights of those that do not, and keep each network by itself', async () => {
  const home = temporaryFolder();
  const environment = { XDG_CACHE_HOME: home };
  const alone = { XDG_CACHE_HOME: temporaryFolder() };
  const wanted = new Set<string>();
  for (const { weights } of await trainAll({ environment: alone, threads: 3, sizes: 3 })) wanted.add(weights);
  expect(wanted.size).toBe(3);
  for (let round = 0; round < 2; round++) {
    const found = await trainAll({ environment, threads: 9, sizes: 3 });
    expect(found).toHaveLength(9);
    expect(new Set(found.map(({ weights }) => weights))).toEqual(wanted);
    const names = readdirSync(path.join(home, 'mnist-lab', 'compiled')).map((name) => name.split('-'));
    expect(new Set(names.map(([, program]) => program)).size).toBe(3);
    expect(new Set(names.map((parts) => parts.at(-1))).size).toBe(3);
    expect(names).toHaveLength(3);
  }
}, 120_000);

test('what a process that was killed while it compiled has left is removed by the next', async () => {
  const [home, temporary] = [temporaryFolder(), temporaryFolder()];
  const script = path.join(__dirname, 'train-compiled.cjs');
  const env = { ...process.env, XDG_CACHE_HOME: home, TMPDIR: temporary };
  // On a busy machine it may have tidied up before it is killed.
  for (let attempt = 0; attempt < 10 && readdirSync(temporary).length === 0; attempt++) {
    const child = spawn(process.execPath, [script, '0', '1'], { env, stdio: 'ignore' });
    const ended = once(child, 'exit');
    while (readdirSync(temporary).length === 0 && child.exitCode === null) await setTimeout(1);
    child.kill('SIGKILL');
    await ended;
  }
  expect(readdirSync(temporary).length).toBeGreaterThan(0);
  await trainIn({ XDG_CACHE_HOME: home, TMPDIR: temporary });
  expect(readdirSync(temporary)).toEqual([]);
});

test.skipIf(!canMount())('a full disk for temporary files changes no weights', async () => {
  const home = temporaryFolder();
  const { weights } = await trainIn({ XDG_CACHE_HOME: home });
  // Enough for the graph, but for nothing that TensorFlow leaves.
  const small = { TMPDIR: smallDisk(150) };
  const other = temporaryFolder();
  expect((await trainIn({ ...small, XDG_CACHE_HOME: other })).weights).toBe(weights);
  expect(readdirSync(path.join(other, 'mnist-lab', 'compiled'))).toHaveLength(1);
  expect((await trainIn({ ...small, XDG_CACHE_HOME: other })).weights).toBe(weights);
});

test('a user without a home in the environment gets no folder beside the work', async () => {
  const { HOME: _, XDG_CACHE_HOME: __, ...rest } = process.env;
  const folder = temporaryFolder();
  const script = 'console.log(require(process.argv[1]).userCacheFolder())';
  const module = path.join(root, 'lib', 'dist', 'files', 'folders.js');
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', script, module], {
    cwd: folder,
    env: { ...rest, HOME: '' },
  });
  expect(path.isAbsolute(stdout.trim())).toBe(true);
});

test('a folder for temporary files that cannot stand in a flag goes without the cache', async () => {
  const home = temporaryFolder();
  const spaced = path.join(temporaryFolder(), 'with a space');
  mkdirSync(spaced);
  await trainIn({ XDG_CACHE_HOME: home, TMPDIR: spaced });
  expect(readdirSync(home)).toEqual([]);
});
