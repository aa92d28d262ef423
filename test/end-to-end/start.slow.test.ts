import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { digits } from '../../lib/src/lessons/digits.js';
import { lessons } from '../../lib/src/lessons/lessons.js';
import { readNotebook, textOf, writeNotebook } from '../../scripts/lessons/notebook.js';
import { root } from '../../scripts/lessons/project.js';
import { fromMarkdown } from '../../scripts/notebook-markdown.js';
import { testInBrowser } from '../browser-tests.js';
import { openBrowser } from './browser.js';

// Both lessons run in about two minutes on an idle machine.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 900_000 });

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

let build: string;
beforeAll(() => {
  mkdirSync(path.join(root, 'build'), { recursive: true });
  build = mkdtempSync(path.join(root, 'build', 'test-start-'));
});
afterAll(() => rmSync(build, { recursive: true, force: true }));

function npmStart(words: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const env = { ...process.env, MNIST_LAB_PARAMETERS: '', MNIST_LAB_BUILD: build, ...environment };
    execFile('npm', ['start', '--silent', '--', ...words], { cwd: root, env }, (error, out, errors) =>
      resolve({ code: error ? Number(error.code) : 0, out, errors }),
    );
  });
}

/** The content of the build folder, as checksums of its files. */
function contents(): Record<string, string> {
  const entries = readdirSync(build, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  return Object.fromEntries(
    files.map((file) => [
      path.relative(build, file),
      createHash('sha256').update(readFileSync(file)).digest('hex'),
    ]),
  );
}

/** Relative links whose target does not exist. */
function deadLinks(file: string, links: readonly string[]): string[] {
  return links
    .filter((link) => !/^([a-z][a-z\d+.-]*:|#)/i.test(link))
    .filter((link) => !existsSync(path.resolve(path.dirname(file), decodeURI(link.replace(/#.*/, '')))));
}

describe('npm start -- --quick', () => {
  let ended: Ended;
  beforeAll(async () => {
    ended = await npmStart(['--quick']);
  });

  test('executes both lessons and writes the results, both models, the notebooks and the demo page', () => {
    expect(ended).toMatchObject({ code: 0 });
    const results = JSON.parse(readFileSync(path.join(build, 'results.json'), 'utf8'));
    expect(Object.keys(results).sort()).toEqual(['fashion-mnist', 'mnist']);
    expect(readdirSync(build).sort()).toEqual(['draw.html', 'models', 'notebooks', 'results.json']);
    for (const { modelName } of lessons)
      expect(existsSync(path.join(build, 'models', modelName, 'model.json'))).toBe(true);
  });

  test.each(lessons)(
    'states in $notebook and on its page that the text describes the full run',
    ({ notebook: file }) => {
      const notebook = readNotebook(path.join(build, 'notebooks', file));
      expect(textOf(notebook.cells[0]!.source)).toMatch(
        /A short run.*`epochs = 3`.*The text describes the full run/,
      );
      const page = readFileSync(path.join(build, 'notebooks', file.replace('ipynb', 'html')), 'utf8');
      expect(page).toContain('The text describes the full run');
    },
  );

  testInBrowser('writes pages and notebooks without broken links', async () => {
    const browser = await openBrowser();
    const pages = [
      ...lessons.map(({ notebook: file }) => path.join('notebooks', file.replace('ipynb', 'html'))),
      'draw.html',
    ];
    for (const page of pages) {
      const file = path.join(build, page);
      const shown = await browser.newPage();
      await shown.goto(`file://${file}`);
      const links = await shown.evaluate<string[]>(
        "[...document.querySelectorAll('[href], [src]')].map((element) => element.getAttribute('href') ?? element.getAttribute('src'))",
      );
      const anchors = await shown.evaluate<string[]>(
        '[...document.querySelectorAll(\'a[href^="#"]\')].filter((link) => !document.getElementById(decodeURIComponent(link.hash.slice(1)))).map((link) => link.hash)',
      );
      expect({ page, dead: [...deadLinks(file, links), ...anchors] }).toEqual({ page, dead: [] });
      await shown.close();
    }
    await browser.close();
    for (const { notebook: file } of lessons) {
      const notebook = path.join(build, 'notebooks', file);
      const text = readNotebook(notebook)
        .cells.map(({ source }) => textOf(source))
        .join('\n');
      const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
      expect({ file, dead: deadLinks(notebook, links) }).toEqual({ file, dead: [] });
    }
  });

  test('links from the digits page to the demo page and to the other lesson', () => {
    const page = readFileSync(path.join(build, 'notebooks', 'mnist_digit', 'digit_classifier.html'), 'utf8');
    expect(page).toContain('href="../../draw.html"');
    expect(page).toContain('href="../fashion_mnist/fashion_classifier.html"');
  });

  test('puts both networks into the demo page', () => {
    const page = readFileSync(path.join(build, 'draw.html'), 'utf8');
    expect(page.match(/<section /g)).toHaveLength(2);
  });
});

describe('npm start', () => {
  let notebook: string;
  beforeAll(() => {
    const folder = path.join(build, 'sources');
    mkdirSync(folder);
    notebook = path.join(folder, 'digit_classifier.ipynb');
    writeNotebook(
      notebook,
      fromMarkdown(
        "# Mine\n\n```ts\nimport * as lesson from 'mnist-lab/notebook';\nlesson.buildPath('models', 'x');\n```\n\n```ts\nthrow new Error('here');\n```\n",
      ),
    );
  });

  test('keeps earlier results if a cell fails, and puts the page of the failed notebook into a separate folder', async () => {
    const before = contents();
    const { code, out, errors } = await npmStart([notebook]);
    expect(code).toBe(1);
    expect(errors).toMatch(/digit_classifier\.ipynb: The cell failed:\nError: here\n {4}at cell \[2\]:1:7/);
    expect(out).toContain('Earlier results in the build folder were kept.');
    const after = contents();
    const added = Object.keys(after).filter((name) => !(name in before));
    expect(added.sort()).toEqual([
      'failed/notebooks/digit_classifier/digit_classifier.html',
      'failed/notebooks/digit_classifier/digit_classifier.ipynb',
    ]);
    expect(after).toMatchObject(before);
    const page = path.join(build, 'failed', 'notebooks', 'digit_classifier', 'digit_classifier.html');
    expect(readFileSync(page, 'utf8')).toMatch(/<pre class="text error">Error: here\n/);
  });

  test.each([
    ['an option that does not exist', ['--quik'], {}, "Unknown option '--quik'."],
    ['a lesson that does not exist', ['letters'], {}, 'expected one of digits, fashion but found "letters"'],
    ['a notebook that does not exist', ['nowhere.ipynb'], {}, 'Notebook nowhere.ipynb not found.'],
    [
      'a parameter that no lesson has',
      [],
      { MNIST_LAB_PARAMETERS: '{"epoch": 1}' },
      'names "epoch", which is not a parameter of any of these notebooks. Known: ',
    ],
    [
      'a parameter value of another type',
      [],
      { MNIST_LAB_PARAMETERS: '{"epochs": "1"}' },
      `expected "epochs" to be a value like its default, ${digits.recipe.training.epochs} (number), but found "1" (string)`,
    ],
  ] as const)('fails and runs no notebook if it is given %s', async (_, words, environment, message) => {
    const before = contents();
    const { code, out, errors } = await npmStart(words, environment);
    expect({ code, message: errors }).toEqual({ code: 2, message: expect.stringContaining(message) });
    expect(out).not.toContain('cell');
    expect(contents()).toEqual(before);
  });
});

test('npm start -- --help lists the lessons and the options', async () => {
  const { code, out } = await npmStart(['--help']);
  expect(code).toBe(0);
  expect(out).toMatch(/digits, fashion[\s\S]*--quick[\s\S]*--cell-seconds/);
});
