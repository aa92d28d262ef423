import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ensureTfjsNode, findProject, findTfjsNode } from '../../lib/src/setup/package.js';
import { temporaryFolder } from '../temporary-folder.js';

const ignore = () => {};

function projectWith(version?: string): string {
  const project = realpathSync(temporaryFolder());
  writeFileSync(path.join(project, 'package.json'), '{ "private": true }');
  if (version) {
    const folder = path.join(project, 'node_modules', '@tensorflow', 'tfjs-node');
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ version }));
  }
  return project;
}

test('tfjs-node is found from a subfolder of the project', async () => {
  const project = projectWith('4.22.0');
  const inside = path.join(project, 'some', 'where');
  mkdirSync(inside, { recursive: true });
  const expected = path.join(project, 'node_modules', '@tensorflow', 'tfjs-node');
  expect(findTfjsNode(inside)).toBe(expected);
  expect(findProject(inside)).toBe(project);
  expect(await ensureTfjsNode(inside, ignore)).toBe(expected);
});

test('a project without tfjs-node is recognised', () => {
  expect(findTfjsNode(projectWith())).toBeUndefined();
});

test('another version of tfjs-node is rejected, and the error contains the command that installs the right one', async () => {
  await expect(ensureTfjsNode(projectWith('3.21.1'), ignore)).rejects.toThrow(
    /found 3\.21\.1 in .*npm install --ignore-scripts @tensorflow\/tfjs-node@4\.22\.0/,
  );
});

test.each([
  ['pnpm-lock.yaml', "lockfileVersion: '9.0'", 'pnpm add --ignore-scripts @'],
  ['bun.lock', '{}', 'bun add --ignore-scripts @'],
  ['bun.lockb', '', 'bun add --ignore-scripts @'],
  ['yarn.lock', '# yarn lockfile v1', 'yarn add --ignore-scripts @'],
  ['yarn.lock', '__metadata:\n  version: 8', 'yarn add --mode=skip-build @'],
])(
  'setup rejects a project with a %s (content %j), and the error contains the command that adds tfjs-node',
  async (lockfile, text, command) => {
    const project = projectWith();
    writeFileSync(path.join(project, lockfile), text);
    await expect(ensureTfjsNode(project, ignore)).rejects.toThrow(command);
  },
);

test('setup rejects a Yarn project without node_modules, and the error names the setting that creates the folder', async () => {
  const project = projectWith();
  for (const name of ['yarn.lock', '.yarnrc.yml']) writeFileSync(path.join(project, name), '');
  await expect(ensureTfjsNode(project, ignore)).rejects.toThrow('yarn config set nodeLinker node-modules');
});

test('setup rejects a folder that is not in an npm package, and the error names the command that creates one', () => {
  expect(() => findProject('/')).toThrow('npm init -y');
});
