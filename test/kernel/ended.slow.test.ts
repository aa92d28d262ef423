import { describe, expect, test, vi } from 'vitest';
import { failingCells } from '../faults/cells/failing-cells.js';
import { notebookPrograms } from '../faults/cells/notebook-programs.js';
import { startRun } from '../faults/cells/started-run.js';
import { writeCells } from '../faults/cells/write-cells.js';
import { KernelSession } from './kernel-session.js';

// The most important ways in which a kernel ends. The tests in test/faults cover more of them.
vi.setConfig({ testTimeout: 600_000 });

const isLinux = process.platform === 'linux';

/** Waits until no process has this ID. */
async function ended(id: number): Promise<void> {
  await vi.waitFor(
    () => {
      expect(() => process.kill(id, 0)).toThrow('ESRCH');
    },
    { timeout: 240_000, interval: 100 },
  );
}

test.each([
  ['waits for a promise', 'await new Promise(() => {});'],
  ['runs an endless loop', 'while (true) {}'],
])('a kernel exits if its parent process is killed while a cell %s', async (_, code) => {
  const kernel = await KernelSession.start();
  await kernel.send(`console.log('runs');\n${code}`);
  await kernel.broadcast(({ content }) => content.text === 'runs\n');
  kernel.killClient();
  await ended(kernel.processId);
});

test('a kernel that is shut down also stops the child processes that its cells started', async () => {
  const kernel = await KernelSession.start();
  const { value } = await kernel.execute(
    "import { spawn } from 'node:child_process';\nspawn('sleep', ['600'], { stdio: 'ignore' }).pid",
  );
  expect(await kernel.close()).toBe(0);
  await ended(Number(value));
});

describe.skipIf(!isLinux)('npm start', () => {
  test.each(['npm', 'nbconvert', 'the kernel'] as const)(
    'leaves no process running if %s is killed',
    async (link) => {
      const run = await startRun('await new Promise(() => {});');
      process.kill(run.processOf(link), 'SIGKILL');
      await run.marked.gone();
      await run.ended;
    },
  );

  test('leaves no process running if its terminal is closed', async () => {
    const run = await startRun('await new Promise(() => {});');
    process.kill(run.processOf('npm'), 'SIGHUP');
    await run.marked.gone();
    await run.ended;
  });
});

// Other failing cells are tested in kernel.slow.test.ts and notebooks.slow.test.ts.
test.skipIf(!isLinux)(
  'nbconvert fails and reports the error if a timer throws after its cell has finished',
  async () => {
    const nbconvert = notebookPrograms.find(({ name }) => name === 'nbconvert')!;
    const { cells, said } = failingCells.find(
      ({ kind }) => kind === 'a timer that throws after its cell has finished',
    )!;
    const run = await nbconvert.run(writeCells(cells), 120);
    expect({ code: run.code, said: run.said }).toEqual({ code: 1, said: expect.stringMatching(said) });
    await run.marked.gone();
  },
);
