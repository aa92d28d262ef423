import { cpSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { root } from '../../scripts/lessons/project.js';
import { temporaryFolder } from '../temporary-folder.js';
import { KernelSession, startKernel } from './kernel-session.js';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

describe('the kernel', () => {
  let kernel: KernelSession;
  beforeAll(async () => {
    kernel = await KernelSession.start();
    await kernel.execute(
      "import { parseIdx, train } from 'mnist-lab';\nimport * as lesson from 'mnist-lab/notebook';",
    );
  });
  afterAll(() => kernel.close());

  test('answers Shift+Tab on a name with its signature, description, return value and exceptions', async () => {
    const { text } = await kernel.inspect('train', 3);
    expect(text).toMatch(
      /^\(alias\) function train\(model: Sequential, dataset: Dataset, options\?: TrainOptions\)/,
    );
    expect(text).toMatch(/Trains a classifier/);
    expect(text).toMatch(/\n@returns \S/);
    expect(text).toMatch(/\n@throws \{RangeError\} if/);
  });

  test.each([
    ['train(', 'train'],
    ['const history = await train(model, ', 'train'],
    ['await train(model, data, {\n  epochs: 3,\n  ', 'train'],
    ['await lesson.show(', 'show'],
    ['train(parseIdx(', 'parseIdx'],
    ['train(parseIdx(bytes), ', 'train'],
    ["'😀😀'; train(", 'train'],
  ])('answers Shift+Tab after %j with the function that is called', async (code, name) => {
    const { text } = await kernel.inspect(code, [...code].length);
    expect(text).toMatch(new RegExp(`^\\(alias\\) (function )?${name}[(<]`));
  });

  test.each(['train(model)', 'train(model); ', '3 + '])(
    'answers Shift+Tab after %j with nothing',
    async (code) => {
      expect((await kernel.inspect(code, code.length)).found).toBe(false);
    },
  );

  test('completes names correctly after characters of two UTF-16 code units', async () => {
    expect(await kernel.complete("'😀'; lesson.trainingP", 21)).toMatchObject({
      matches: ['trainingProgress'],
      cursor_start: 12,
      cursor_end: 21,
    });
  });
});

test('a notebook outside the project folder can import npm packages and its own files, and finds the datasets', async () => {
  const folder = temporaryFolder();
  cpSync(path.join(root, 'test', 'kernel', 'beside.txt'), path.join(folder, 'beside.ts'));
  const kernel = await startKernel(folder);
  const { errors, value } = await kernel.execute(`
    import { loadDataset } from 'mnist-lab';
    import * as lesson from 'mnist-lab/notebook';
    import { DataFrame } from 'danfojs-node';
    import sharp from 'sharp';
    import { twice } from './beside';
    const { test: images } = await loadDataset('mnist');
    [images.count, typeof lesson.show, typeof DataFrame, typeof sharp, twice(3)]`);
  expect(errors).toEqual([]);
  expect(value).toBe("[ 10000, 'function', 'function', 'function', 6 ]");
  const refused = await kernel.execute("import { nothing } from 'not-installed';");
  expect(refused.errors[0]).toContain("Cannot find module 'not-installed'");
  // Types are found as well.
  expect((await kernel.execute('const wrong: string = images.count;')).errors[0]).toContain("type 'string'");
});
