import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { processMark } from '../../lib/src/files/process-mark.js';
import { Staging } from '../../scripts/lessons/staging.js';
import { temporaryFolder } from '../temporary-folder.js';

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
}

const read = (...parts: string[]) => readFileSync(path.join(...parts), 'utf8');

test('publishing results replaces existing files and whole model folders, and keeps all other files', () => {
  const build = temporaryFolder();
  write(build, {
    'models/digit/model.json': 'old',
    'models/digit/weights-old.bin': 'old',
    'models/fashion/model.json': 'kept',
    'notebooks/digits/page.html': 'old',
    'results.json': '{"mnist": 1, "fashion-mnist": 2}',
  });
  const staging = new Staging(build);
  write(staging.folder, {
    'models/digit/model.json': 'new',
    'notebooks/digits/page.html': 'new',
    'results.json': '{"mnist": 3}',
  });
  staging.publish();
  expect(readdirSync(path.join(build, 'models', 'digit'))).toEqual(['model.json']);
  expect(read(build, 'models', 'digit', 'model.json')).toBe('new');
  expect(read(build, 'models', 'fashion', 'model.json')).toBe('kept');
  expect(read(build, 'notebooks', 'digits', 'page.html')).toBe('new');
  expect(JSON.parse(read(build, 'results.json'))).toEqual({ mnist: 3, 'fashion-mnist': 2 });
  expect(readdirSync(build).sort()).toEqual(['models', 'notebooks', 'results.json']);
});

test('publishing results replaces files by folders and folders by files', () => {
  const build = temporaryFolder();
  write(build, { 'models/digit': 'a file', 'page/part.html': 'old', 'models/fashion/old/part.bin': 'old' });
  const staging = new Staging(build);
  write(staging.folder, {
    'models/digit/model.json': 'new',
    page: 'new',
    'models/fashion/model.json': 'new',
    'models/fashion/new/part.bin': 'new',
  });
  staging.publish();
  expect(read(build, 'models', 'digit', 'model.json')).toBe('new');
  expect(read(build, 'page')).toBe('new');
  expect(readdirSync(path.join(build, 'models', 'fashion')).sort()).toEqual(['model.json', 'new']);
});

test('files of a failed run are put into a separate folder, and existing results are kept', () => {
  const build = temporaryFolder();
  write(build, { 'notebooks/digits/page.html': 'old' });
  const staging = new Staging(build);
  write(staging.folder, { 'notebooks/digits/page.html': 'failed' });
  staging.putAside(path.join(build, 'failed'));
  expect(read(build, 'notebooks', 'digits', 'page.html')).toBe('old');
  expect(read(build, 'failed', 'notebooks', 'digits', 'page.html')).toBe('failed');
  expect(existsSync(staging.folder)).toBe(false);
});

test('a run removes the files that a killed run has left', () => {
  const build = temporaryFolder();
  // No process has this ID: it is above the system's maximum.
  write(build, { [`.run-${processMark(99999999)}/results.json`]: '{}' });
  new Staging(build).remove();
  expect(readdirSync(build)).toEqual([]);
});
