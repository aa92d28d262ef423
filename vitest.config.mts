import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(`./lib/src/${path}`, import.meta.url));

// Attacks take minutes; they run when their folder is named, as `npm run test:faults` and `npm run test:sweeps` do.
const attacks = ['test/faults', 'test/ray'].filter(
  (folder) => !process.argv.some((argument) => argument.includes(folder)),
);
const isAttack = !attacks.includes('test/faults');
const left = [...configDefaults.exclude, ...attacks.map((folder) => `${folder}/**`)];

/** What measures memory, adds to the library's tables, or is about what a notebook's process remembers. */
const alone = [
  'test/models/memory.test.ts',
  'test/training/how-to-add.test.ts',
  'test/notebook/**/*.test.ts',
];
const installation = ['test/{setup,package}/**/*.slow.test.ts'];
const slow = ['test/**/*.slow.test.ts'];
const attacking = ['test/{faults,ray}/**/*.test.ts'];

/**
 * Tests that are run together, by a name that `--project` takes; `isolate` gives each file a process of its own.
 * Quick tests run two files at a time; the others measure memory, or start programs that use every core.
 */
const project = (
  name: string,
  include: readonly string[],
  exclude: readonly string[] = [],
  isolate = true,
) => ({
  extends: true as const,
  test: {
    name,
    include: [...include],
    exclude: [...left, ...exclude],
    isolate,
    maxWorkers: isolate ? 1 : 2,
    sequence: { groupOrder: isolate ? 1 : 0 },
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
      project('quick', ['test/**/*.test.ts'], [...slow, ...alone, ...attacking], false),
      project('alone', alone, slow),
      project('slow', slow, [...installation, ...attacking]),
      project('installation', installation),
      project('attacks', attacking),
    ],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
