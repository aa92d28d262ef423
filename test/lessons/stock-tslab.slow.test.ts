import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { lessons } from '../../lib/src/lessons/lessons.js';
import { codeCells, readNotebook, textOf } from '../../scripts/lessons/notebook.js';
import { committed, python, root } from '../../scripts/lessons/project.js';

// Some minutes on a busy machine.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 60_000 });

const run = promisify(execFile);

/** Small enough for a lesson in seconds. */
const parameters = { hiddenUnits: [16, 8], epochs: 1 };

let folder: string;
const bin = path.join(root, 'node_modules', '.bin');
const withTools = `${bin}${path.delimiter}${process.env.PATH}`;

/** tslab's own kernel under its own name, in a folder that Jupyter searches before the project's environment. */
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'mnist-lab-tslab-'));
  execFileSync(path.join(bin, 'tslab'), ['install', `--prefix=${folder}`, `--python=${python}`], {
    env: { ...process.env, PATH: withTools },
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each(lessons)('tslab as it comes runs $notebook to its end', async (lesson) => {
  const build = path.join(folder, lesson.name);
  mkdirSync(build);
  const target = path.join(build, 'executed.ipynb');
  const execute = ['-m', 'nbconvert', '--to', 'notebook', '--execute', '--output', target, committed(lesson)];
  await run(python, execute, {
    env: {
      ...process.env,
      PATH: withTools,
      JUPYTER_PATH: path.join(folder, 'share', 'jupyter'),
      MNIST_LAB_BUILD: build,
      MNIST_LAB_BROWSER: 'none',
      MNIST_LAB_PARAMETERS: JSON.stringify(parameters),
    },
  });
  const notebook = readNotebook(target);
  const cells = codeCells(notebook);
  const outputs = cells.flatMap((cell) => cell.outputs ?? []);
  expect(cells.every(({ execution_count: count }) => typeof count === 'number')).toBe(true);
  expect(outputs.filter(({ name }) => name === 'stderr').map(({ text }) => textOf(text))).toEqual([]);
  // Its kernel is at work, not the project's: it prints the value of a cell instead of sending it as a result.
  writeFileSync(path.join(build, 'one.ipynb'), JSON.stringify(oneCell));
  await run(
    python,
    ['-m', 'nbconvert', '--to', 'notebook', '--execute', '--inplace', path.join(build, 'one.ipynb')],
    {
      env: { ...process.env, PATH: withTools, JUPYTER_PATH: path.join(folder, 'share', 'jupyter') },
    },
  );
  const [one] = codeCells(readNotebook(path.join(build, 'one.ipynb')));
  expect(one!.outputs).toMatchObject([{ output_type: 'stream', name: 'stdout' }]);
});

const oneCell = {
  cells: [
    { cell_type: 'code', id: 'one', metadata: {}, source: '6 * 7', execution_count: null, outputs: [] },
  ],
  metadata: { kernelspec: { name: 'tslab', display_name: 'TypeScript', language: 'typescript' } },
  nbformat: 4,
  nbformat_minor: 5,
};
