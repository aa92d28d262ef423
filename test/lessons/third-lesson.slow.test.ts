import { execFile, execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { lessons } from '../../lib/src/lessons/lessons.js';
import stamps from '../../lib/src/setup/plain/stamp.cjs';
import { writeNotebook } from '../../scripts/lessons/notebook.js';
import { root } from '../../scripts/lessons/project.js';
import { fromMarkdown } from '../../scripts/notebook-markdown.js';
import { idxBytes } from '../datasets/idx-bytes.js';

// These tests take about a minute on an idle machine.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const lessonFile = `import { shifted, unchanged } from '../experiments/corruptions.js';
import type { Lesson } from './lesson.js';

const dataset = 'kmnist';

export const kuzushiji: Lesson = {
  name: 'kuzushiji',
  dataset,
  notebook: 'kuzushiji/kuzushiji.ipynb',
  modelName: 'kana',
  network: { hiddenUnits: [16] },
  recipe: {
    dataset,
    validationSize: 1000,
    standardizeInputs: true,
    model: { hiddenUnits: [16] },
    training: { epochs: 1, batchSize: 512 },
  },
  bestResult: { name: 'ours', accuracy: 0.99, source: 'measured' },
  publishedResults: [],
  corruptions: [unchanged, shifted(1)],
  sampleImages: [],
  page: {
    name: 'Kana',
    title: 'Show a kana',
    subtitle: 'A small neural network reads old Japanese.',
    data: 'old Japanese characters (KMNIST)',
    mistaken: 'a face becomes a kana',
  },
};
`;

const notebook = `# Kuzushiji

A network learns to read old Japanese characters.

\`\`\`ts
import { evaluate, loadDataset, saveModel } from 'mnist-lab';
import { kuzushiji, trainRecipe } from 'mnist-lab/experiments';
import * as lesson from 'mnist-lab/notebook';
\`\`\`

\`\`\`ts
const parameters = lesson.recipeParameters(kuzushiji.recipe, { seed: 1 });
const dataset = await loadDataset(kuzushiji.dataset);
const { model, history } = await trainRecipe(parameters.recipe, dataset.train, { seed: parameters.seed });
const evaluation = evaluate(model, dataset.test);
await lesson.show(lesson.classificationReportTable(evaluation.report));
await saveModel(model, lesson.buildPath('models', kuzushiji.modelName));
lesson.recordLesson(kuzushiji, { model, history, evaluation });
\`\`\`
`;

const claims = `export const claims = [];
export const plainNumbers = [];
`;

let copy: string;
const inCopy = (...parts: readonly string[]) => path.join(copy, ...parts);
const write = (text: string, ...parts: readonly string[]) => {
  mkdirSync(path.dirname(inCopy(...parts)), { recursive: true });
  writeFileSync(inCopy(...parts), text);
};

/** Creates a folder with the content of a project folder, except for the copy's own files. */
function mirror(folder: string, own: readonly string[] = []): void {
  mkdirSync(inCopy(folder), { recursive: true });
  for (const name of readdirSync(path.join(root, folder)))
    if (!own.includes(name)) symlinkSync(path.join(root, folder, name), inCopy(folder, name));
}

/** A copy of the project that needs no internet access: installed files are linked, its own files are copied. */
beforeAll(() => {
  mkdirSync(path.join(root, 'build'), { recursive: true });
  copy = mkdtempSync(path.join(root, 'build', 'third-lesson-'));
  const own = ['lib', 'setup', 'scripts', 'package.json', 'package-lock.json', 'tsconfig.json', '.npmrc'];
  execFileSync('cp', ['-a', ...own.map((name) => path.join(root, name)), copy]);
  symlinkSync(path.join(root, 'docs'), inCopy('docs'));
  mirror('node_modules', ['mnist-lab']);
  symlinkSync('../lib', inCopy('node_modules', 'mnist-lab'));
  // Two parts of the Python environment are not linked. Setup registers another kernel for the copy. The stamp is
  // changed below, because its hash includes the path.
  mirror('.venv', ['share', 'mnist-lab.json']);
  mirror('.venv/share', ['jupyter']);
  mirror('.venv/share/jupyter', ['kernels']);
  const place = inCopy('.venv');
  const requirements = readFileSync(inCopy('lib', 'jupyter', 'requirements.txt'), 'utf8');
  const stamp = JSON.parse(readFileSync(path.join(root, '.venv', 'mnist-lab.json'), 'utf8'));
  const inputs = stamps.hashInputs({ requirements, place });
  writeFileSync(path.join(place, 'mnist-lab.json'), JSON.stringify({ ...stamp, inputs }));

  const given = process.env.MNIST_LAB_DATA || path.join(root, 'data');
  mkdirSync(inCopy('given'));
  for (const { dataset } of lessons) symlinkSync(path.join(given, dataset), inCopy('given', dataset));
  for (const [part, count] of [
    ['train', 60_000],
    ['t10k', 10_000],
  ] as const) {
    const labels = Uint8Array.from({ length: count }, (_, at) => at % 10);
    const images = new Uint8Array(count * 784);
    labels.forEach((label, at) => {
      images.fill(255, at * 784 + label * 56, at * 784 + label * 56 + 84);
    });
    mkdirSync(inCopy('given', 'kmnist'), { recursive: true });
    writeFileSync(
      inCopy('given', 'kmnist', `${part}-images-idx3-ubyte`),
      idxBytes(0x08, [count, 28, 28], images),
    );
    writeFileSync(inCopy('given', 'kmnist', `${part}-labels-idx1-ubyte`), idxBytes(0x08, [count], labels));
  }
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function start(): Promise<{ code: number; text: string }> {
  const env = {
    ...process.env,
    MNIST_LAB_DATA: inCopy('given'),
    MNIST_LAB_BUILD: '',
    MNIST_LAB_PARAMETERS: '',
  };
  return new Promise((resolve) => {
    execFile('npm', ['start', '--silent', '--', 'kuzushiji'], { cwd: copy, env }, (error, out, errors) =>
      resolve({ code: error ? Number(error.code) : 0, text: out + errors }),
    );
  });
}

const list = ['lib', 'src', 'lessons', 'lessons.ts'] as const;
const withRow = () =>
  readFileSync(path.join(root, ...list), 'utf8')
    .replace('import type { Lesson }', "import { kuzushiji } from './kuzushiji.js';\nimport type { Lesson }")
    .replace('export { digits, fashion }', 'export { digits, fashion, kuzushiji }')
    .replace('[digits, fashion];', '[digits, fashion, kuzushiji];');

test('npm start rejects a lesson that is missing from the list of lessons, and names the file with the list', async () => {
  write(lessonFile, 'lib', 'src', 'lessons', 'kuzushiji.ts');
  const { code, text } = await start();
  expect(text).toContain('expected one of digits, fashion but found "kuzushiji"');
  expect(text).toContain('a row in lib/src/lessons/lessons.ts');
  expect(code).toBe(2);
});

test('npm start rejects a lesson without a notebook, and names its expected path', async () => {
  write(withRow(), ...list);
  write(claims, 'scripts', 'lessons', 'claims', 'kuzushiji.ts');
  const { code, text } = await start();
  expect(text).toContain(
    'The lesson "kuzushiji" has no notebook: expected notebooks/kuzushiji/kuzushiji.ipynb.',
  );
  expect(code).toBe(2);
});

test('npm start rejects a lesson without a claims file, and names its expected path', async () => {
  mkdirSync(inCopy('notebooks', 'kuzushiji'), { recursive: true });
  writeNotebook(inCopy('notebooks', 'kuzushiji', 'kuzushiji.ipynb'), fromMarkdown(notebook));
  rmSync(inCopy('scripts', 'lessons', 'claims', 'kuzushiji.ts'));
  const { code, text } = await start();
  expect(text).toContain(
    'The lesson "kuzushiji" has no file of claims: expected scripts/lessons/claims/kuzushiji.ts.',
  );
  expect(code).toBe(2);
});

test('npm start runs a new lesson that has a notebook, a lesson file, a claims file and an entry in the list of lessons', async () => {
  write(claims, 'scripts', 'lessons', 'claims', 'kuzushiji.ts');
  const { code, text } = await start();
  expect(code, text).toBe(0);
  const results = JSON.parse(readFileSync(inCopy('build', 'results.json'), 'utf8'));
  expect(results).toEqual({ kmnist: expect.objectContaining({ epochs: 1, seed: 1 }) });
  expect(results.kmnist.testAccuracy).toBeGreaterThan(0.9);
  expect(existsSync(inCopy('build', 'models', 'kana', 'model.json'))).toBe(true);
  expect(existsSync(inCopy('build', 'notebooks', 'kuzushiji', 'kuzushiji.html'))).toBe(true);
  const page = readFileSync(inCopy('build', 'draw.html'), 'utf8');
  expect(page).toContain('<title>Show a kana</title>');
});

test('npm start names a lesson file that is missing, and the file that imports it', async () => {
  rmSync(inCopy('lib', 'src', 'lessons', 'kuzushiji.ts'));
  const { code, text } = await start();
  expect(text).toMatch(/lib\/src\/lessons\/lessons\.ts\S* .*'\.\/kuzushiji\.js'/);
  expect(code).toBe(1);
});
