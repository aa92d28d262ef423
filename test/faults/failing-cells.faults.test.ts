import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { root } from '../../scripts/lessons/project.js';
import { failingCells } from './cells/failing-cells.js';
import { installPrograms, notebookPrograms } from './cells/notebook-programs.js';
import { writeCells } from './cells/write-cells.js';
import { tries } from './report/fault-kinds.js';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

beforeAll(installPrograms);
afterAll(() => rmSync(path.join(root, 'build', 'test-failing-cells'), { recursive: true, force: true }));

describe.skipIf(process.platform !== 'linux').each(notebookPrograms)('$name', tries('cells'), (program) => {
  test.each(failingCells)(
    'fails because of $kind and reports it, unless only npm start can notice it, and leaves no process running',
    async (failing) => {
      const ended = await program.run(writeCells(failing.cells), failing.seconds ?? 120);
      await ended.marked.gone();
      const isSeen = failing.afterAll === undefined || program.name === 'npm start';
      const failure = failing.kills ? (program.death ?? program.failure) : program.failure;
      expect({ code: ended.code, said: ended.said }).toEqual({
        code: isSeen ? failure : 0,
        said: isSeen ? expect.stringMatching(failing.said) : expect.any(String),
      });
    },
  );

  test('continues after cells that are tagged as expected to fail, if it supports this tag', async () => {
    const notebook = writeCells(
      ["throw new Error('expected');", "console.log('kind 0'); 1"],
      ['raises-exception'],
    );
    const ended = await program.run(notebook, 120);
    // papermill does not support cells that are expected to fail.
    expect(ended.code, ended.said).toBe(program.name === 'papermill' ? 1 : 0);
    await ended.marked.gone();
  });
});
