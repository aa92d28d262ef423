import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(`./lib/src/${path}`, import.meta.url));

// Attacks take minutes; they run when their folder is named, as `npm run test:faults` and `npm run test:sweeps` do.
const attacks = ['test/faults', 'test/ray'].filter(
  (folder) => !process.argv.some((argument) => argument.includes(folder)),
);
const isAttack = !attacks.includes('test/faults');
const left = [...configDefaults.exclude, ...attacks.map((folder) => `${folder}/**`)];

/** Tests of what a process remembers: its tensors, the library's tables, what a notebook has shown. */
const alone = [
  'test/models/memory.test.ts',
  'test/training/how-to-add.test.ts',
  'test/notebook/**/*.test.ts',
];
const installation = ['test/{setup,package}/**/*.slow.test.ts'];
const slow = ['test/**/*.slow.test.ts'];
/** Slow tests that measure memory, or how long others wait. */
const slowAlone = ['test/training/memory.slow.test.ts', 'test/examples/server.slow.test.ts'];
/** Slow tests that take a minute or more. They start first, so that no worker waits for the last of them. */
const longest = [
  'test/images/own-pictures.slow.test.ts',
  'test/end-to-end/{start,jupyterlab}.slow.test.ts',
  'test/lessons/*.slow.test.ts',
  'test/kernel/{notebooks,ended}.slow.test.ts',
];
const attacking = ['test/{faults,ray}/**/*.test.ts'];

/** How the files of a project share processes: `isolate` gives each file one of its own. */
interface Sharing {
  readonly isolate?: boolean;
  /** Files at a time. */
  readonly maxWorkers?: 1 | 2;
}

/** Tests that are run together, by a name that `--project` takes. */
const project = (
  name: string,
  include: readonly string[],
  exclude: readonly string[] = [],
  { isolate = true, maxWorkers = 2 }: Sharing = {},
) => ({
  extends: true as const,
  test: {
    name,
    include: [...include],
    exclude: [...left, ...exclude],
    isolate,
    maxWorkers,
    sequence: { groupOrder: maxWorkers === 2 ? 0 : 1 },
  },
});

export default defineConfig({
  resolve: {
    // Tests read the library's source, so that a change is seen without compiling it first.
    alias: [
      { find: /^mnist-lab\/experiments$/, replacement: source('experiments.ts') },
      { find: /^mnist-lab\/notebook$/, replacement: source('notebook.ts') },
      { find: /^mnist-lab$/, replacement: source('index.ts') },
    ],
  },
  test: {
    // They tell what they have tried.
    reporters: isAttack ? ['default', './test/faults/report/fault-reporter.mts'] : ['default'],
    // TensorFlow's library must be loaded once in a process of its own.
    pool: 'forks',
    projects: [
      // Loading TensorFlow takes longer than most of these tests, so those of one process share it.
      project('quick', ['test/**/*.test.ts'], [...slow, ...alone, ...attacking], {
        isolate: false,
      }),
      project('alone', alone, slow),
      // Projects that run together start in the order of their names.
      project('slow-long', longest),
      project('slow-short', slow, [...installation, ...attacking, ...longest, ...slowAlone]),
      project('slow-alone', slowAlone, [], { maxWorkers: 1 }),
      project('installation', installation, [], { maxWorkers: 1 }),
      project('attacks', attacking, [], { maxWorkers: 1 }),
    ],
    // Two files share the processor: what is waited for may take longer than Vitest's second.
    expect: { poll: { timeout: 20_000 } },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
