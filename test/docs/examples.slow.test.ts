import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import type * as Library from 'mnist-lab';
import type * as Experiments from 'mnist-lab/experiments';
import type * as Notebook from 'mnist-lab/notebook';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { defaultCacheDirectory } from '../../lib/src/datasets/dataset-files.js';
import { compileLibrary } from '../compile-library.js';
import { compileExample, documentedNames } from './documented-names.js';

const names = documentedNames();
const home = path.resolve(__dirname, '..', '..');
let folder: string;
// The compiled library, which is what users have.
let library: typeof Library;
let experiments: typeof Experiments;
let notebook: typeof Notebook;
let reader: Promise<object> | undefined;

beforeAll(async () => {
  compileLibrary();
  library = require(path.join(home, 'lib', 'dist', 'index.js'));
  experiments = require(path.join(home, 'lib', 'dist', 'experiments.js'));
  notebook = require(path.join(home, 'lib', 'dist', 'notebook.js'));
  folder = mkdtempSync(path.join(os.tmpdir(), 'mnist-lab-doc-examples-'));
  // In the folder of the examples, the library cannot find this project and its data.
  vi.stubEnv('MNIST_LAB_DATA', process.env.MNIST_LAB_DATA || defaultCacheDirectory(home));
  process.chdir(folder);
  await drawLeaves();
});

afterAll(() => {
  process.chdir(home);
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** The folder of images by class that some examples read. */
async function drawLeaves(): Promise<void> {
  for (const [grey, name] of ['ash', 'oak'].entries()) {
    mkdirSync(path.join(folder, 'leaves', name), { recursive: true });
    for (let index = 0; index < 10; index++) {
      const background = { r: 200 * grey, g: 20 * index, b: 0 };
      const leaf = sharp({ create: { width: 32, height: 32, channels: 3, background } });
      await leaf.png().toFile(path.join(folder, 'leaves', name, `${index}.png`));
    }
  }
}

/** Datasets that examples have loaded. They are kept, because most examples load one. */
const whole = new Map<string, Promise<Library.LoadedDataset>>();

/** Truncated real datasets, so that every example takes less than a second. */
async function loadDataset(name: string, options?: Library.LoadOptions): Promise<Library.LoadedDataset> {
  if (!options && !whole.has(name)) whole.set(name, library.loadDataset(name));
  const loaded = await (options ? library.loadDataset(name, options) : whole.get(name)!);
  const cut = (part: Library.Dataset, count: number) =>
    library.subset(
      part,
      Uint32Array.from({ length: Math.min(count, part.count) }, (_, index) => index),
    );
  return { ...loaded, train: cut(loaded.train, 5500), test: cut(loaded.test, 200) };
}

/** Names that examples use without defining them, as if earlier cells of a notebook had. */
async function lesson() {
  const dataset = await loadDataset('mnist');
  const model = library.createDigitModel({ hiddenUnits: [16] });
  const history = await library.train(model, dataset.train, { epochs: 1 });
  const evaluation = library.evaluate(model, dataset.test);
  const { test: images } = dataset;
  return { dataset, model, restored: model, history, evaluation, test: images };
}

/** `console.log(value); // text`: the printed text must equal the comment. */
function checkPrinted(code: string): string {
  return code.replace(
    /console\.log\((.*)\); *\/\/ (.+)$/gm,
    (_, printed: string, text: string) => `checkPrint(${JSON.stringify(text)}, ${printed});`,
  );
}

async function runExample(code: string, fixtures: object): Promise<void> {
  const scope = {
    ...library,
    ...experiments,
    ...notebook,
    ...fixtures,
    loadDataset,
    console: { log: () => undefined },
    checkPrint: (text: string, ...values: unknown[]) => {
      const printed = values.map((value) => (typeof value === 'string' ? value : inspect(value))).join(' ');
      expect(printed).toBe(text.trim());
    },
  };
  // In a block, an example can reuse the name of an imported function for its own constant.
  const body = `return (async () => { {\n${compileExample(checkPrinted(code))}\n} })();`;
  await new Function('require', ...Object.keys(scope), body)(require, ...Object.values(scope));
}

test('every exported name has a doc comment', () => {
  expect(names.filter(({ description }) => description === '').map(({ name }) => name)).toEqual([]);
});

test('the doc comment of every exported function, class and constant has an example', () => {
  const without = names.filter(({ isValue, examples }) => isValue && examples.length === 0);
  expect(without.map(({ entry, name }) => `${entry}: ${name}`)).toEqual([]);
});

const all = names.flatMap(({ entry, name, examples }) => examples.map((code) => ({ entry, name, code })));

test.each(all)('the example in the doc comment of $name runs', async ({ entry, code }) => {
  reader ??= lesson();
  await runExample(code, entry === 'notebook' ? await reader : {});
});
