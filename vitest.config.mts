import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(`./lib/src/${path}`, import.meta.url));

// Attacks take minutes; they run when their folder is named, as `npm run test:faults` and `npm run test:sweeps` do.
const attacks = ['test/faults', 'test/ray'].filter(
  (folder) => !process.argv.some((argument) => argument.includes(folder)),
);

const isAttack = !attacks.includes('test/faults');

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
    include: ['test/**/*.test.ts'],
    // They tell what they have tried.
    reporters: isAttack ? ['default', './test/faults/report/fault-reporter.mts'] : ['default'],
    exclude: [...configDefaults.exclude, ...attacks.map((folder) => `${folder}/**`)],
    // TensorFlow's library must be loaded once in a process of its own.
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
