import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { findPython } from '../../lib/src/setup/plain/requirements.cjs';
import { isTensorflowReady } from '../../lib/src/setup/setup-tensorflow.js';
import { temporaryFolder } from '../temporary-folder.js';
import { projectWithoutTensorflow } from './fresh-project.js';
import { startSetup } from './start-setup.js';

test('mnist-lab setup completes a setup that was killed at five points, one after the other', {
  timeout: 600_000,
}, async () => {
  const project = projectWithoutTensorflow();
  for (const moment of [
    'creating a Python environment',
    'requesting tensorflow',
    'unpacking',
    'compiling with',
    'Self-test',
  ]) {
    const setup = startSetup(project);
    await setup.wrote(moment);
    await setup.kill();
    expect(isTensorflowReady(project), `ready although killed at "${moment}"`).toBe(false);
  }
  const { code, output } = await startSetup(project).ended;
  expect(code, output).toBe(0);
  // The library was complete when the last two setups were killed, so it was not downloaded again.
  expect(output).not.toContain('TensorFlow library');
  expect(isTensorflowReady(project)).toBe(true);
  expect(readdirSync(path.join(project, 'node_modules', '.mnist-lab'))).toEqual(['lock']);
});

test('mnist-lab setup waits for another setup of the same project', { timeout: 600_000 }, async () => {
  const project = projectWithoutTensorflow();
  const results = await Promise.all([startSetup(project).ended, startSetup(project).ended]);
  expect(results.map(({ code }) => code)).toEqual([0, 0]);
  const together = results.map(({ output }) => output).join('');
  // The active process may not have written its ID yet.
  const waited = results.filter(({ output }) =>
    /Waiting: another setup \((process \d+|another process)\)/.test(output),
  );
  expect(waited, together).toHaveLength(1);
  expect(together.match(/changed: true/g)).toHaveLength(1);
  expect(together.match(/changed: false/g)).toHaveLength(1);
  expect(isTensorflowReady(project)).toBe(true);
});

test('mnist-lab setup installs tfjs-node and TensorFlow in an empty project on a machine without a compiler', {
  timeout: 900_000,
}, async () => {
  const project = temporaryFolder();
  writeFileSync(path.join(project, 'package.json'), '{ "private": true }');
  const programs = temporaryFolder();
  const npm = execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim();
  for (const [name, target] of [
    ['python3', findPython().python!.executable],
    ['node', process.execPath],
    ['npm', npm],
    ['sh', '/bin/sh'],
    ['env', '/usr/bin/env'],
  ] as const) {
    symlinkSync(target, path.join(programs, name));
  }
  const setup = startSetup(project, { ...process.env, PATH: programs });
  const { code, output } = await setup.ended;
  expect(code, output).toBe(0);
  expect(output).toContain('compiled with zig c++');
  expect(isTensorflowReady(project)).toBe(true);
  expect(existsSync(path.join(project, 'node_modules', '.mnist-lab', 'work'))).toBe(false);
});
