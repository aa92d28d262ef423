import { cpSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { type Cell, codeCells, readNotebook, textOf, writeNotebook } from '../../scripts/lessons/notebook.js';
import { python, root } from '../../scripts/lessons/project.js';
import { fromMarkdown } from '../../scripts/notebook-markdown.js';
import { run, succeed } from '../package/consumer.js';
import { temporaryFolderOfFile } from '../temporary-folder.js';

const folder = temporaryFolderOfFile();
const papermill = path.join(folder, 'venv', 'bin', 'papermill');
// Jupyter finds the project's kernel through this variable.
const environment = { JUPYTER_PATH: path.join(root, '.venv', 'share', 'jupyter') };

beforeAll(async () => {
  // Use a copy, because pip builds inside the folder.
  cpSync(path.join(root, 'setup', 'papermill'), path.join(folder, 'module'), { recursive: true });
  await succeed(python, ['-m', 'venv', path.join(folder, 'venv')], folder);
  const pip = path.join(folder, 'venv', 'bin', 'pip');
  await succeed(pip, ['install', '--quiet', path.join(folder, 'module')], folder);
}, 600_000);

/** The output of a notebook with these cells, run by papermill with these options. */
async function written(cells: readonly string[], options: readonly string[]): Promise<string> {
  const notebook = fromMarkdown(cells.map((code) => `\`\`\`ts\n${code}\n\`\`\``).join('\n'));
  // The first cell has the defaults.
  codeCells(notebook)[0]!.metadata.tags = ['parameters'];
  writeNotebook(path.join(folder, 'in.ipynb'), notebook);
  await succeed(papermill, ['in.ipynb', 'out.ipynb', ...options], folder, environment);
  const text = (cell: Cell) => (cell.outputs ?? []).map((output) => textOf(output.text)).join('');
  return codeCells(readNotebook(path.join(folder, 'out.ipynb')))
    .map(text)
    .join('');
}

test('papermill overrides a number, a string and a list of numbers in a notebook with -p and -f', {
  timeout: 120_000,
}, async () => {
  const defaults = `const epochs = 2;\nconst name = 'a';\nconst units = [1];`;
  writeFileSync(path.join(folder, 'values.yaml'), 'name: "of \\"Zoë\\""\nunits: [512, 256]\n');
  expect(
    await written(
      [defaults, 'console.log(epochs, name, units);'],
      ['-p', 'epochs', '7', '-f', 'values.yaml'],
    ),
  ).toBe('7 of "Zoë" [ 512, 256 ]\n');
});

test('papermill overrides the parameters of a lesson, and fails if one is misspelt', {
  timeout: 120_000,
}, async () => {
  const cells = [
    'const heading = 1;',
    `import { notebookParameters } from 'mnist-lab/notebook';\nconst chosen = notebookParameters({ epochs: 20 });\nconsole.log(chosen.epochs);`,
  ];
  expect(await written(cells, ['-p', 'epochs', '3'])).toContain('\n3\n');
  const misspelt = await run(papermill, ['in.ipynb', 'out.ipynb', '-p', 'epoch', '3'], folder, environment);
  expect(misspelt.code).toBe(1);
  expect(misspelt.err).toContain('Known: epochs.');
});

test('papermill --help-notebook lists the parameters of a notebook with their types', {
  timeout: 300_000,
}, async () => {
  await written(['const epochs: number = 2; // number of passes over the training set'], []);
  const { out, err } = await run(papermill, ['--help-notebook', 'in.ipynb'], folder, environment);
  expect(out + err).toMatch(/epochs: number \(default 2\)\s+number of passes over the training set/);
});
