import { readdirSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { compileLibrary } from '../compile-library.js';
import { ours, run, succeed } from '../package/consumer.js';
import { temporaryFolderOfFile } from '../temporary-folder.js';

// These tests check what package managers read: fields of package.json, and types for every module system.
const folder = temporaryFolderOfFile();
let tarball: string;
const program = (name: string) => ours('node_modules', '.bin', name);

beforeAll(async () => {
  compileLibrary();
  await succeed('npm', ['pack', '-w', 'lib', '--ignore-scripts', '--pack-destination', folder], ours());
  tarball = path.join(folder, readdirSync(folder).find((name) => name.endsWith('.tgz'))!);
}, 120_000);

test('publint finds no problem in the packed library', async () => {
  const { code, out, err } = await run(program('publint'), ['--strict', tarball], ours());
  expect(code, out + err).toBe(0);
  expect(out).not.toMatch(/Suggestions|Warnings|Errors/);
});

test('every entry point of the package has types for CommonJS, ES modules and bundlers', async () => {
  const { code, out } = await run(program('attw'), ['--format', 'json', tarball], ours());
  const { problems, analysis } = JSON.parse(out) as {
    problems?: unknown;
    analysis: { entrypoints: Record<string, unknown> };
  };
  expect([code, problems ?? {}]).toEqual([0, {}]);
  expect(Object.keys(analysis.entrypoints)).toEqual(
    expect.arrayContaining(['.', './experiments', './notebook']),
  );
});
