import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as library from 'mnist-lab';
import * as experiments from 'mnist-lab/experiments';
import * as notebookLibrary from 'mnist-lab/notebook';
import sharp from 'sharp';
import { vi } from 'vitest';
import { defaultCacheDirectory } from '../../lib/src/datasets/dataset-files.js';
import { type LessonStep, stepsOf } from '../../scripts/lessons/answers.js';
import type { Notebook } from '../../scripts/lessons/notebook.js';
import { root } from '../../scripts/lessons/project.js';
import { compileExample } from '../docs/documented-names.js';
import { fewImages, fewImagesParameters } from './few-images.js';

/** The results of a lesson. */
export interface LessonRun {
  /** The output of each step, by its position. */
  readonly said: readonly string[];
  readonly steps: readonly LessonStep[];
  /** The values that its parameters were built from. */
  readonly asked: { readonly recipe?: experiments.Recipe; readonly own?: object };
}

/**
 * Runs every cell of a lesson, and each answer after its exercise, in this process, with real TensorFlow, on
 * a few images.
 *
 * @param given Parameters in addition to those that make every lesson small.
 * @param look Called with the lesson's build folder before it is removed.
 */
export async function runOnFewImages(
  notebook: Notebook,
  given: Readonly<Record<string, unknown>>,
  look: (folder: string) => Promise<void> = async () => undefined,
): Promise<LessonRun> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'mnist-lab-lesson-'));
  const home = process.cwd();
  vi.stubEnv('MNIST_LAB_DATA', process.env.MNIST_LAB_DATA || defaultCacheDirectory(root));
  vi.stubEnv('MNIST_LAB_BUILD', folder);
  vi.stubEnv('MNIST_LAB_PARAMETERS', JSON.stringify({ ...fewImagesParameters, ...given }));
  const said: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said.push(`${said.pop() ?? ''}${text}`);
    return true;
  });
  const log = vi
    .spyOn(console, 'log')
    .mockImplementation((...words) => void process.stdout.write(`${words.join(' ')}\n`));
  process.chdir(folder);
  try {
    await takeAPhoto();
    const steps = stepsOf(notebook);
    const asked: { recipe?: experiments.Recipe; own?: object } = {};
    const recipeParameters: typeof notebookLibrary.recipeParameters = (recipe, own) => {
      Object.assign(asked, { recipe, own });
      return notebookLibrary.recipeParameters(recipe, own);
    };
    const run = new Function('library', 'lesson', 'tf', 'begin', program(steps));
    const names = { ...library, ...experiments, loadDataset };
    await run(names, { ...notebookLibrary, recipeParameters }, library.tf, () => said.push(''));
    await look(folder);
    return { said, steps, asked };
  } finally {
    process.chdir(home);
    log.mockRestore();
    write.mockRestore();
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  }
}

/** Makes one function of all steps: cells see earlier variables, and each answer has a scope of its own. */
function program(steps: readonly LessonStep[]): string {
  const code = steps.map(({ kind, code }) => {
    const withoutImports = code
      .replace(/^import \{([^}]*)\} from 'mnist-lab(?:\/experiments)?';$/gm, 'const {$1} = library;')
      .replace(/^import \* as (lesson|tf) from '[^']+';$/gm, '');
    return `begin();\n${kind === 'answer' ? `{ ${withoutImports} }` : withoutImports}`;
  });
  return `return (async () => {\n${compileExample(code.join('\n'))}\n})();`;
}

/** A few of the real images. */
async function loadDataset(name: string): Promise<library.LoadedDataset> {
  const loaded = await library.loadDataset(name);
  const cut = (part: library.Dataset, count: number) =>
    library.subset(
      part,
      Uint32Array.from({ length: count }, (_, index) => index),
    );
  return { ...loaded, train: cut(loaded.train, fewImages.train), test: cut(loaded.test, fewImages.test) };
}

/** Writes the two photos that readers of the lessons take for the last exercises. */
async function takeAPhoto(): Promise<void> {
  const drawn =
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="120"><rect width="90" height="120" fill="#eee"/><rect x="40" y="20" width="12" height="80" fill="#222"/></svg>';
  await sharp(Buffer.from(drawn)).png().toFile('my-digit.png');
  await sharp(Buffer.from(drawn)).jpeg().toFile('my-shoe.jpg');
}
