import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(`./lib/src/${path}`, import.meta.url));

// Fault tests take minutes. They run if their folder is named, as `npm run test:faults` and `npm run test:sweeps` do.
const attacks = ['test/faults', 'test/ray'].filter(
  (folder) => !process.argv.some((argument) => argument.includes(folder)),
);
const isAttack = !attacks.includes('test/faults');
const left = [...configDefaults.exclude, ...attacks.map((folder) => `${folder}/**`)];

/** Tests that measure memory, extend the library's tables, or depend on the state of a notebook's process. */
const alone = [
  'test/models/memory.test.ts',
  'test/training/how-to-add.test.ts',
  'test/notebook/**/*.test.ts',
];
const installation = ['test/{setup,package}/**/*.slow.test.ts'];
const slow = ['test/**/*.slow.test.ts'];
/** Slow tests that only compute, so that two files share the cores well. */
const computing = [
  'test/{images,experiments,figures}/*.slow.test.ts',
  'test/training/{graph,log}/*.slow.test.ts',
  'test/training/optimizers.slow.test.ts',
];
const attacking = ['test/{faults,ray}/**/*.test.ts'];

/** Process sharing of the files in a project: `isolate` gives each file a process of its own. */
interface Sharing {
  readonly isolate?: boolean;
  /** Files at a time. Most slow tests measure memory, or start programs that use every core. */
  readonly maxWorkers?: 1 | 2;
}

/** Tests that are run together, by the name for `--project`. */
const project = (
  name: string,
  include: readonly string[],
  exclude: readonly string[] = [],
  { isolate = true, maxWorkers = 1 }: Sharing = {},
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
    // Tests read the library's source, so that no compilation is needed to see a change.
    alias: [
      { find: /^mnist-lab\/experiments$/, replacement: source('experiments.ts') },
      { find: /^mnist-lab\/notebook$/, replacement: source('notebook.ts') },
      { find: /^mnist-lab$/, replacement: source('index.ts') },
    ],
  },
  test: {
    // The reporter records what was tested.
    reporters: isAttack ? ['default', './test/faults/report/fault-reporter.mts'] : ['default'],
    // TensorFlow's library must be loaded once in a process of its own.
    pool: 'forks',
    projects: [
      // Loading TensorFlow takes longer than most of these tests, so tests of one process share it.
      project('quick', ['test/**/*.test.ts'], [...slow, ...alone, ...attacking], {
        isolate: false,
        maxWorkers: 2,
      }),
      project('alone', alone, slow),
      project('slow', slow, [...installation, ...attacking, ...computing]),
      project('slow-computing', computing, [], { maxWorkers: 2 }),
      project('installation', installation),
      project('attacks', attacking),
    ],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
