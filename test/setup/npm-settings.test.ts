import { execFile } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { folderWith } from '../datasets/folder-with.js';
import { temporaryFolder } from '../temporary-folder.js';

const manifest = (name: string, fields: object = {}) => JSON.stringify({ name, version: '1.0.0', ...fields });

/** A small project like this one: a workspace, and packages of each kind in folders. */
function smallProject(npmrc: string): string {
  const kinds = ['needed', 'developing', 'optional'];
  const files = Object.fromEntries(
    kinds.map((kind) => [`packages/${kind}/package.json`, manifest(kind, { bin: { [kind]: 'run.js' } })]),
  );
  const from = (kind: string) => ({ [kind]: `file:packages/${kind}` });
  const fields = {
    workspaces: ['lib'],
    dependencies: from('needed'),
    devDependencies: from('developing'),
    optionalDependencies: from('optional'),
  };
  const runs = kinds.map((kind) => [`packages/${kind}/run.js`, '#!/usr/bin/env node\n']);
  return folderWith({
    ...files,
    ...Object.fromEntries(runs),
    'package.json': manifest('project', fields),
    'lib/package.json': manifest('workspace'),
    '.npmrc': npmrc,
  });
}

const settings: readonly [name: string, npmrc: string, environment: Record<string, string>][] = [
  ['nothing', '', {}],
  ['NODE_ENV=production', '', { NODE_ENV: 'production' }],
  ['npm_config_omit', '', { npm_config_omit: 'dev' }],
  ['production in .npmrc', 'production=true\n', {}],
  ['omit of all in .npmrc', 'omit[]=dev\nomit[]=optional\nomit[]=peer\n', {}],
  ['optional=false', 'optional=false\n', {}],
  ['dry-run', 'dry-run=true\n', {}],
  ['global', '', { npm_config_global: 'true' }],
  ['package-lock=false', 'package-lock=false\n', {}],
  ['bin-links=false', 'bin-links=false\n', {}],
  ['linked installs', 'install-strategy=linked\n', {}],
  ['workspaces=false', '', { npm_config_workspaces: 'false' }],
  ['one workspace', '', { npm_config_workspace: 'lib' }],
];

test.each(settings)(
  'npm installs everything that setup needs, despite a user setting of %s',
  async (_, npmrc, env) => {
    const project = smallProject('');
    const home = temporaryFolder();
    const run = async (words: readonly string[], environment: NodeJS.ProcessEnv) => {
      await promisify(execFile)('npm', words, { cwd: project, env: environment });
    };
    const plain = { ...process.env, npm_config_userconfig: path.join(home, 'npmrc') };
    await run(['install', '--package-lock-only', '--no-audit', '--no-fund'], plain);
    writeFileSync(path.join(home, 'npmrc'), npmrc);
    const { installWords, installEnvironment } = await import('../../setup/steps/node-modules.mjs');
    await run(installWords(project), { ...plain, ...env, ...installEnvironment });
    for (const name of ['needed', 'developing', 'optional', 'workspace', '.bin/developing'])
      expect(existsSync(path.join(project, 'node_modules', name)), name).toBe(true);
  },
);

test('a node_modules without one package is incomplete, although its stamp matches', async () => {
  const { missingPackages } = await import('../../setup/steps/node-modules.mjs');
  expect(missingPackages(path.resolve('.'))).toEqual([]);
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const bare = temporaryFolder();
  const missing = missingPackages(bare);
  expect(missing).toContain('node_modules/typescript');
  expect(missing).toContain('node_modules/vitest');
  for (const name of missing) expect(packages[name].optional).toBeUndefined();
  rmSync(bare, { recursive: true });
});
