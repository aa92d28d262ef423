import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const setup = (name: string) => readFileSync(path.join(__dirname, '../../lib/jupyter', name), 'utf8');
/** The packages of a list, each with its checksums on one line. */
const packagesOf = (text: string) =>
  text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'));
const packages = packagesOf(setup('requirements.txt'));
/** A line with one version and at least one checksum. */
const pinned = /^[a-z0-9-]+==[\w.]+( ; [^-]*)?\s+(--hash=sha256:[0-9a-f]{64}\s*)+$/;

test('every Python package is pinned to one version and to the checksums of its files', () => {
  expect(packages.length).toBeGreaterThan(90);
  for (const line of packages) expect(line).toMatch(pinned);
});

test('the list of Python packages contains no URL of a package index', () => {
  expect(setup('requirements.txt')).not.toMatch(/https?:|file:|--index-url|--find-links/);
});

test('the list of Python packages contains the project’s requirements, but none that only Windows needs', () => {
  const names = packages.map((line) => line.split('==')[0]);
  const wanted = setup('requirements.in')
    .split('\n')
    .filter((line) => /^[a-z]/.test(line));
  expect(names).toEqual(expect.arrayContaining(wanted));
  expect(names.filter((name) => /^(colorama|py.*win.*)$/.test(name!))).toEqual([]);
});

test('the code of setup that calls pip contains the option --require-hashes', () => {
  expect(setup('setup.mjs')).toContain('installPackages');
  expect(setup('../src/setup/plain/python-packages.cjs')).toContain("'--require-hashes'");
});

test('the Python packages for sweeps are pinned to versions and checksums', () => {
  const text = setup('../sweeps/requirements.txt');
  const all = packagesOf(text);
  expect(all.map((line) => line.split('==')[0])).toEqual(
    expect.arrayContaining(['ray', 'plotly', 'pyarrow']),
  );
  for (const line of all) expect(line).toMatch(pinned);
  expect(text).not.toMatch(/https?:|file:|--index-url|--find-links/);
});
