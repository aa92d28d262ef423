import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(`./lib/src/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    // Tests read the library's source, so that a change is seen without compiling it first.
    alias: [
      { find: /^mnist-lab\/notebook$/, replacement: source('notebook.ts') },
      { find: /^mnist-lab$/, replacement: source('index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    // TensorFlow's library must be loaded once in a process of its own.
    pool: 'forks',
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
