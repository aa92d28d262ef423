import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { folderIssues, inspectFolder } from 'mnist-lab';
import { beforeAll, expect, test } from 'vitest';
import { temporaryFolder, temporaryFolderOfFile } from '../temporary-folder.js';
import { runRecorded } from './run-recorded.js';

const ours = JSON.parse(readFileSync(path.resolve(__dirname, '..', '..', 'package.json'), 'utf8'));

// Two tests share this project, because drawing its example images takes half a second.
const project = path.join(temporaryFolderOfFile(), 'My Project!');
let printed: Awaited<ReturnType<typeof runRecorded>>;
beforeAll(async () => {
  printed = await runRecorded(['init', project, '--library', '^1.2.3']);
});

test('init creates a project that depends on the package versions that this library is tested with', () => {
  const { code, out } = printed;
  expect(code).toBe(0);
  expect(out).toContain('npm run setup');
  const made = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8'));
  expect(made).toMatchObject({ name: 'my-project', private: true, overrides: { 'danfojs-node': {} } });
  expect(made.dependencies['mnist-lab']).toBe('^1.2.3');
  const others = Object.entries({
    ...made.dependencies,
    ...made.devDependencies,
    ...made.optionalDependencies,
  });
  for (const [name, version] of others.filter(([each]) => each !== 'mnist-lab'))
    expect({ ...ours.dependencies, ...ours.devDependencies, ...ours.optionalDependencies }[name], name).toBe(
      version,
    );
  expect(made.overrides['danfojs-node'].xlsx).toBe(ours.overrides['danfojs-node'].xlsx);
  for (const file of ['.gitignore', '.npmrc', 'README.md', 'train.ts', 'tsconfig.json'])
    expect(readFileSync(path.join(project, file), 'utf8').length, file).toBeGreaterThan(50);
});

test('init writes a README that names only existing scripts, and the files of the scripts exist', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8'));
  const readme = readFileSync(path.join(project, 'README.md'), 'utf8');
  const named = [...readme.matchAll(/npm run ([a-z-]+)/g)].map(([, name]) => name!);
  expect(named.length).toBeGreaterThan(4);
  for (const name of named) expect(Object.keys(scripts)).toContain(name);
  const files = [...JSON.stringify(scripts).matchAll(/[\w/]+\.(ipynb|ts)\b/g)].map(([file]) => file);
  for (const file of files)
    expect(
      existsSync(path.join(project, file.replace(/^tree\//, '').replace(/^\/?lab\/tree\//, ''))),
      file,
    ).toBe(true);
});

test('init writes nothing if one of its files exists already', async () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, 'README.md'), 'mine');
  const { code, err } = await runRecorded(['init', folder]);
  expect(code).toBe(4);
  expect(err).toContain('these files exist already: README.md.');
  expect(err).toContain('--template own-pictures');
  expect(readdirSync(folder)).toEqual(['README.md']);
  expect(readFileSync(path.join(folder, 'README.md'), 'utf8')).toBe('mine');
});

test('init --template own-pictures adds only a notebook and sample images to a project, and the images pass inspection', async () => {
  const [fresh, existing] = [temporaryFolder(), temporaryFolder()];
  writeFileSync(path.join(existing, 'package.json'), '{}');
  mkdirSync(path.join(existing, 'notebooks'));
  const init = (folder: string) => runRecorded(['init', folder, '--template', 'own-pictures']);
  for (const folder of [fresh, existing]) expect((await init(folder)).code).toBe(0);
  const notebook = path.join(existing, 'notebooks', 'own_pictures', 'own_pictures.ipynb');
  expect(JSON.parse(readFileSync(notebook, 'utf8')).metadata.kernelspec.name).toBe('tslab');
  expect(readdirSync(existing).toSorted()).toEqual(['notebooks', 'package.json', 'pictures']);
  expect((await init(existing)).err).toContain('and 176 other files. Move them away');
  const check = await inspectFolder(path.join(fresh, 'pictures'));
  expect(check.classes.map(({ name, counts }) => [name, counts[0]])).toEqual([
    ['circle', 60],
    ['square', 60],
    ['triangle', 60],
  ]);
  expect(folderIssues(check).filter(({ kind }) => kind === 'problem')).toEqual([]);
  const file = path.join('pictures', 'circle', '07.jpg');
  expect(readFileSync(path.join(fresh, file))).toEqual(readFileSync(path.join(existing, file)));
});

test('init rejects an unknown template', async () => {
  const { code, err } = await runRecorded(['init', temporaryFolder(), '--template', 'projekt']);
  expect(code).toBe(2);
  expect(err).toContain('Did you mean project?');
});
