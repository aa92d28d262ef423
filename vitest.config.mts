import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const source = (path: string) => fileURLToPath(new URL(`./lib/src/${path}`, import.meta.url));

// Fault tests take minutes. They run if their folder is named, as `npm run test:faults` and `npm run test:sweeps` do.
const attacks = ['test/faults', 'test/ray'].filter(
  (folder) => !process.argv.some((argument) => argument.includes(folder)),
);
const isAttack = !attacks.includes('test/faults');
const left = [...configDefaults.exclude, ...attacks.map((folder) => `${folder}/**`)];

/** Tests that depend on the state of their process: its tensors, its memory, the library's tables. */
const alone = [
  'test/models/memory.test.ts',
  'test/program/tensorflow/session.test.ts',
  'test/training/how-to-add.test.ts',
];
const installation = ['test/{setup,package}/**/*.slow.test.ts'];
const slow = ['test/**/*.slow.test.ts'];
/** Slow tests that depend on response times, or on trials of a sweep, which Ray runs at a low priority. */
const slowAlone = ['test/examples/server.slow.test.ts', 'test/sweeps/sweep.slow.test.ts'];
/** Slow tests that take longest, by the end of their path. */
const slowest = [
  'own-pictures.slow.test.ts',
  'jupyterlab.slow.test.ts',
  'start.slow.test.ts',
  'stock-tslab.slow.test.ts',
  'notebooks.slow.test.ts',
  'ended.slow.test.ts',
];
const attacking = ['test/{faults,ray}/**/*.test.ts'];

/** Process sharing of the files in a project: `isolate` gives each file a process of its own. */
interface Sharing {
  readonly isolate?: boolean;
  /** Files at a time. Projects with the same number run together, the others before or after. */
  readonly maxWorkers?: 1 | 2 | 3;
}

/** Tests that are run together, by the name for `--project`. */
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
    sequence: { groupOrder: [2, 3, 1].indexOf(maxWorkers) },
  },
});

/** Starts the slowest files first among the slow ones, so that no worker waits long for the last of them. */
class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project, moduleId }: TestSpecification): number => {
      if (project.name !== 'slow') return -1;
      const at = slowest.findIndex((name) => moduleId.endsWith(`/${name}`));
      return at < 0 ? slowest.length : at;
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}

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
      }),
      project('alone', alone, slow),
      // Slow tests often wait for other processes. With two at a time, two cores were idle for over a quarter of .ci/run.
      project('slow', slow, [...installation, ...attacking, ...slowAlone], { maxWorkers: 3 }),
      project('slow-alone', slowAlone, [], { maxWorkers: 1 }),
      project('installation', installation, [], { maxWorkers: 1 }),
      project('attacks', attacking, [], { maxWorkers: 1 }),
    ],
    setupFiles: ['./test/compare-typed-arrays.ts'],
    sequence: { sequencer: SlowestFirst },
    // vitest's default of one second is too short if two files share the cores.
    expect: { poll: { timeout: 20_000 } },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
