import { describe, test, vi } from 'vitest';
import { chain, startRun } from './cells/started-run.js';
import { tries } from './report/fault-kinds.js';

vi.setConfig({ testTimeout: 600_000 });

const links = Object.keys(chain) as (keyof typeof chain)[];
const cells = {
  waits: 'await new Promise(() => {});',
  'never yields the processor': 'while (true) {}',
} as const;

describe.skipIf(process.platform !== 'linux').each(links)(
  'if %s is killed during npm start, all other processes end as well',
  tries('endedRuns'),
  (link) => {
    test.each(['SIGKILL', 'SIGTERM', 'SIGHUP', 'SIGINT'] as const)(
      '(killed by %s, while a cell waits for a promise)',
      async (signal) => {
        const run = await startRun(cells.waits);
        process.kill(run.processOf(link), signal);
        await run.ended;
        await run.marked.gone();
      },
    );

    test('(killed by SIGKILL, while a cell runs an endless loop)', async () => {
      const run = await startRun(cells['never yields the processor']);
      process.kill(run.processOf(link), 'SIGKILL');
      await run.marked.gone();
      await run.ended;
    });
  },
);
