import { describe, expect, test, vi } from 'vitest';
import { failingCells } from '../faults/cells/failing-cells.js';
import { notebookPrograms } from '../faults/cells/notebook-programs.js';
import { startRun } from '../faults/cells/started-run.js';
import { writeCells } from '../faults/cells/write-cells.js';
import { KernelSession } from './kernel-session.js';

// The most telling of what test/faults tries in full.
vi.setConfig({ testTimeout: 240_000 });

const isLinux = process.platform === 'linux';

/** Waits until no process has this number. */
async function ended(id: number): Promise<void> {
  await vi.waitFor(
    () => {
      expect(() => process.kill(id, 0)).toThrow('ESRCH');
    },
    { timeout: 60_000, interval: 100 },
  );
}

test.each([
  ['waits', 'await new Promise(() => {});'],
  ['never lets go of the processor', 'while (true) {}'],
])('a kernel whose cell %s ends when the program that started it is killed', async (_, code) => {
  const kernel = await KernelSession.start();
  await kernel.send(`console.log('runs');\n${code}`);
  await kernel.broadcast(({ content }) => content.text === 'runs\n');
  kernel.killClient();
  await ended(kernel.processId);
});

test('a kernel that is shut down ends with what its cells have started', async () => {
  const kernel = await KernelSession.start();
  const { value } = await kernel.execute(
    "import { spawn } from 'node:child_process';\nspawn('sleep', ['600'], { stdio: 'ignore' }).pid",
  );
  expect(await kernel.close()).toBe(0);
  await ended(Number(value));
});

describe.skipIf(!isLinux)('npm start', () => {
  test.each(['npm', 'nbconvert', 'the kernel'] as const)('ends whole when %s is killed', async (link) => {
    const run = await startRun('await new Promise(() => {});');
    process.kill(run.processOf(link), 'SIGKILL');
    await run.marked.gone();
    await run.ended;
  });

  test('ends whole when its terminal is closed', async () => {
    const run = await startRun('await new Promise(() => {});');
    process.kill(run.processOf('npm'), 'SIGHUP');
    await run.marked.gone();
    await run.ended;
  });
});

test.skipIf(!isLinux)(
  'nbconvert fails because of a timer that throws after its cell, and says so',
  async () => {
    const nbconvert = notebookPrograms.find(({ name }) => name === 'nbconvert')!;
    const { cells, said } = failingCells.find(({ kind }) => kind === 'a timer, after its cell')!;
    const run = await nbconvert.run(writeCells(cells), 120);
    expect({ code: run.code, said: run.said }).toEqual({ code: 1, said: expect.stringMatching(said) });
    await run.marked.gone();
  },
);
