import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { lessons } from '../../lib/src/lessons/lessons.js';
import { answerName, isAnswer } from '../../scripts/lessons/answers.js';
import { readNotebook, writeNotebook } from '../../scripts/lessons/notebook.js';
import { committed, python, root } from '../../scripts/lessons/project.js';
import { fewImagesVariable, onFewImages } from './few-images.js';

// The test takes a few minutes on a busy machine.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 60_000 });

const run = promisify(execFile);

let folder: string;
const bin = path.join(root, 'node_modules', '.bin');
const withTools = `${bin}${path.delimiter}${process.env.PATH}`;

/**
 * Installs tslab's own kernel under its own name, in a folder that Jupyter searches before the project's
 * environment.
 */
beforeAll(() => {
  // Cells find the library from a folder inside the project.
  mkdirSync(path.join(root, 'build'), { recursive: true });
  folder = mkdtempSync(path.join(root, 'build', 'tslab-'));
  execFileSync(path.join(bin, 'tslab'), ['install', `--prefix=${folder}`, `--python=${python}`], {
    env: { ...process.env, PATH: withTools },
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

test.concurrent.each(lessons)(
  'tslab without this project’s kernel runs $notebook and an exercise answer to the end',
  async (lesson) => {
    const build = path.join(folder, lesson.name);
    mkdirSync(build);
    const target = path.join(build, 'executed.ipynb');
    const source = path.join(build, 'lesson.ipynb');
    const notebook = onFewImages(readNotebook(committed(lesson)));
    const answer = answerName(notebook.cells.find(isAnswer)!);
    const line = `await ${answer}();`;
    notebook.cells.push({
      cell_type: 'code',
      id: 'call',
      metadata: {},
      execution_count: null,
      outputs: [],
      source: line,
    });
    writeNotebook(source, notebook);
    const execute = ['-m', 'nbconvert', '--to', 'notebook', '--execute', '--output', target, source];
    await run(python, execute, {
      env: {
        ...process.env,
        PATH: withTools,
        JUPYTER_PATH: path.join(folder, 'share', 'jupyter'),
        MNIST_LAB_BUILD: build,
        MNIST_LAB_BROWSER: 'none',
        MNIST_LAB_PARAMETERS: fewImagesVariable(lesson.name),
      },
    });
    const outputs = readNotebook(target).cells.at(-1)!.outputs!;
    expect(outputs.map((output) => output.output_type)).toEqual(['display_data']);
    // nbconvert fails if a cell fails. The last cells write these files.
    for (const left of ['results.json', path.join('models', lesson.modelName, 'model.json')])
      expect(existsSync(path.join(build, left))).toBe(true);
  },
);
