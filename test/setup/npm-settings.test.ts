import { execFile } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { folderWith } from '../datasets/folder-with.js';
import { temporaryFolder, temporaryFolderOfFile } from '../temporary-folder.js';

const manifest = (name: string, fields: object = {}) => JSON.stringify({ name, version: '1.0.0', ...fields });

/** A small project like this one: a workspace, and packages of each kind in folders. */
function smallProject(more: Readonly<Record<string, string>> = {}): string {
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
    '.npmrc': '',
    ...more,
  });
}

/** npm settings by their effect. Settings in one row do not cancel each other. */
const settings: readonly [change: string, npmrc: string, environment: Record<string, string>][] = [
  [
    'the kinds of packages to install',
    'production=true\nomit[]=dev\nomit[]=optional\nomit[]=peer\noptional=false\n',
    { NODE_ENV: 'production', npm_config_omit: 'dev' },
  ],
  [
    'the way of installing',
    'package-lock=false\nbin-links=false\ninstall-strategy=linked\n',
    { npm_config_global: 'true' },
  ],
  ['dry runs and workspaces', 'dry-run=true\n', { npm_config_workspaces: 'false' }],
  ['a single workspace', '', { npm_config_workspace: 'lib' }],
];

describe('npm during setup', () => {
  const home = temporaryFolderOfFile();
  const userconfig = path.join(home, 'npmrc');
  const plain = { ...process.env, npm_config_userconfig: userconfig };
  const run = async (project: string, words: readonly string[], env: NodeJS.ProcessEnv) => {
    await promisify(execFile)('npm', words, { cwd: project, env });
  };
  let locked: string | undefined;
  const lock = async () => {
    const project = smallProject();
    await run(project, ['install', '--package-lock-only', '--no-audit', '--no-fund'], plain);
    return readFileSync(path.join(project, 'package-lock.json'), 'utf8');
  };

  test.each(settings)(
    'installs all packages despite the user’s npm settings for %s',
    async (_, npmrc, environment) => {
      locked ??= await lock();
      const project = smallProject({ 'package-lock.json': locked });
      writeFileSync(userconfig, npmrc);
      const { installWords, installEnvironment } = await import('../../setup/steps/node-modules.mjs');
      await run(project, installWords(project), { ...plain, ...environment, ...installEnvironment });
      for (const name of ['needed', 'developing', 'optional', 'workspace', '.bin/developing'])
        expect(existsSync(path.join(project, 'node_modules', name)), name).toBe(true);
    },
  );
});

test('missingPackages() finds the required packages that are missing from a node_modules folder, and no optional ones', async () => {
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
