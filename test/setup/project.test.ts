import { cpSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../temporary-folder.js';
import { startNode } from './started-program.js';

test('npm run setup runs no step in a complete project, and prints that it is complete', async () => {
  const { code, output } = await startNode(['setup/setup.mjs']).ended;
  expect(code, output).toBe(0);
  expect(output).toMatch(/^Setup is complete \(checked in \d+\.\d s\)\.\n$/);
});

test('npm run setup reports missing requirements of the machine before it creates anything', async () => {
  const folder = temporaryFolder();
  const parts = [
    'package.json',
    'package-lock.json',
    'setup',
    'lib/jupyter',
    'lib/package.json',
    'lib/src',
    'docs/package.json',
  ];
  for (const part of parts) cpSync(path.resolve(part), path.join(folder, part), { recursive: true });
  const env = { ...process.env, PATH: temporaryFolder(), MNIST_LAB_PYTHON: '' };
  const { code, output } = await startNode(['setup/setup.mjs'], { cwd: folder, env }).ended;
  expect(code).toBe(1);
  expect(output).toContain('Setup cannot start. Nothing was downloaded.');
  expect(output).toMatch(/Python 3\.10 or newer with venv is needed, but none was found on the PATH/);
  expect(readdirSync(folder).sort()).toEqual(['docs', 'lib', 'package-lock.json', 'package.json', 'setup']);
});
