import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { nodePackages } from '../../scripts/licences/package-licences.js';

const root = path.resolve(__dirname, '..', '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** Names in the first column of a table, without code marks. */
function namesIn(table: string): string[] {
  const rows = table.split('\n').filter((line) => /^\| [`@a-z]/.test(line));
  return rows
    .map((row) => row.split('|')[1]!.trim().replaceAll('`', ''))
    .filter((name) => name !== 'package');
}

/**
 * Permissive licences, and two with weak copyleft (MPL, LGPL), which does not apply to code that uses the package.
 */
const accepted =
  /^(MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|Unlicense|MPL-2\.0|LGPL-3\.0-or-later|AFL-2\.1)$/;

describe('npm packages', () => {
  test('have permissive or weak copyleft licences', () => {
    for (const { name, licence } of nodePackages(root))
      for (const each of licence.replace(/[()]/g, '').split(/ AND | OR /))
        expect(each, name).toMatch(accepted);
  });

  test('are listed in docs/licences.md with their current versions and licences', () => {
    const [, listed = ''] = /## Node packages\n\n([^#]*)/.exec(read('docs/licences.md')) ?? [];
    const rows = listed
      .split('\n')
      .filter((line) => line.startsWith('| ') && !/^\| (package|---)/.test(line));
    const wanted = nodePackages(root).map(
      ({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`,
    );
    expect(rows, 'run npm run licences').toEqual(wanted);
  });

  test('that are direct dependencies are listed in docs/dependencies.md, together with the direct Python dependencies', () => {
    const manifests = ['package.json', 'lib/package.json', 'docs/package.json'].map((file) =>
      JSON.parse(read(file)),
    );
    const kinds = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];
    const named = manifests.flatMap((manifest) => kinds.flatMap((kind) => Object.keys(manifest[kind] ?? {})));
    const python = [read('lib/jupyter/requirements.in'), read('lib/sweeps/requirements.in')]
      .flatMap((list) => list.split('\n'))
      .filter((line) => /^[a-z]/.test(line));
    const wanted = [...named, ...python.map((line) => /^[a-z0-9-]+/.exec(line)![0])];
    const [, table = ''] = /^[^|]*([^#]*)/.exec(read('docs/dependencies.md')) ?? [];
    expect(namesIn(table).toSorted()).toEqual(
      [...new Set(wanted)].filter((name) => name !== 'mnist-lab').toSorted(),
    );
  });
});

test('GitHub Actions are pinned by commit, with a version comment', () => {
  const uses = ['ci.yml', 'release.yml'].flatMap((file) =>
    [...read(`.github/workflows/${file}`).matchAll(/uses: (.*)/g)].map(([, used]) => used!),
  );
  expect(uses.length).toBeGreaterThan(10);
  for (const used of uses) expect(used).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  // Each GitHub action is used in only one version.
  const names = new Set(uses.map((used) => used.split('@')[0]));
  expect(new Set(uses).size).toBe(names.size);
});
