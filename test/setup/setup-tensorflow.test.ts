import { cpSync, linkSync, mkdirSync, realpathSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { diagnose } from '../../lib/src/setup/diagnose.js';
import { pinnedPlatform } from '../../lib/src/setup/pinned.js';
import { isTensorflowReady, roomNeeded, setupTensorflow } from '../../lib/src/setup/setup-tensorflow.js';
import { temporaryFolder } from '../temporary-folder.js';

const project = process.cwd();

/** A project with a copy of those parts of this project's tfjs-node that setup checks. */
function copyOfProject() {
  const copy = realpathSync(temporaryFolder());
  const inCopy = (...parts: string[]) => path.join(copy, 'node_modules/@tensorflow/tfjs-node', ...parts);
  const here = path.join(project, 'node_modules/@tensorflow/tfjs-node');
  for (const part of ['package.json', 'binding', 'lib', 'deps/include', 'deps/mnist-lab.json']) {
    cpSync(path.join(here, part), inCopy(part), { recursive: true });
  }
  mkdirSync(inCopy('deps/lib'));
  for (const name of pinnedPlatform().libraries) {
    const file = path.join(here, 'deps/lib', name);
    try {
      linkSync(file, inCopy('deps/lib', name));
    } catch {
      cpSync(file, inCopy('deps/lib', name)); // Hard links between two disks are impossible.
    }
  }
  return { copy, inCopy };
}

test('setupTensorflow() reports no change of a project that is already set up', async () => {
  expect(isTensorflowReady(project)).toBe(true);
  const { changed } = await setupTensorflow({ projectDirectory: project });
  expect(changed).toBe(false);
});

test('isTensorflowReady() accepts a copy of a project that is set up, in another folder', () => {
  expect(isTensorflowReady(copyOfProject().copy)).toBe(true);
});

test.each([
  [
    'TensorFlow’s native library is missing',
    (inCopy: (...parts: string[]) => string) => rmSync(inCopy('deps'), { recursive: true }),
  ],
  ['a header file is truncated', (inCopy) => truncateSync(inCopy('deps/include/tensorflow/c/c_api.h'), 10)],
  ['the Node addon is truncated', (inCopy) => truncateSync(inCopy('lib/napi-v8/tfjs_binding.node'), 1000)],
  [
    'the self-test of the Node addon was not recorded',
    (inCopy) => rmSync(inCopy('lib/napi-v8/mnist-lab.json')),
  ],
  ['the source code of the Node addon has changed', (inCopy) => writeFileSync(inCopy('binding/utils.h'), '')],
  [
    'tfjs-node has another version',
    (inCopy) => writeFileSync(inCopy('package.json'), '{"version":"4.21.0"}'),
  ],
] as [string, (inCopy: (...parts: string[]) => string) => void][])(
  'isTensorflowReady() rejects a project if %s',
  (_name, harm) => {
    const { copy, inCopy } = copyOfProject();
    harm(inCopy);
    expect(isTensorflowReady(copy)).toBe(false);
  },
);

test('the disk space required by setup covers only the missing files', () => {
  expect(roomNeeded(project), 'of a project that is set up').toBe(0);
  const { copy, inCopy } = copyOfProject();
  rmSync(inCopy('lib/napi-v8/mnist-lab.json'));
  const forAddon = roomNeeded(copy);
  expect(forAddon, 'of one without an addon').toBeGreaterThan(0);
  rmSync(inCopy('deps'), { recursive: true });
  const forBoth = roomNeeded(copy);
  expect(forBoth, 'of one without a library as well').toBeGreaterThan(forAddon);
  expect(roomNeeded(temporaryFolder()), 'of an empty one').toBe(forBoth);
});

test('diagnose() reports no problem in a working project', async () => {
  const diagnosis = await diagnose(project);
  expect(diagnosis.missing).toEqual([]);
  expect(diagnosis.tfjsNode).toMatchObject({ version: '4.22.0', hasLibrary: true, hasAddon: true });
  expect(diagnosis.selfTest).toEqual({ passed: true, tensorflow: '2.21.0', tfjs: '4.22.0' });
});

test('diagnose() names the setup command if nothing is installed', async () => {
  const { tfjsNode, selfTest } = await diagnose(temporaryFolder());
  expect(tfjsNode).toBeUndefined();
  expect(selfTest).toMatchObject({ passed: false, error: expect.stringContaining('npx mnist-lab setup') });
});

test('diagnose() reports a failed self-test if TensorFlow’s native library is missing', async () => {
  const { copy, inCopy } = copyOfProject();
  rmSync(inCopy('deps/lib'), { recursive: true });
  const { selfTest } = await diagnose(copy);
  expect(selfTest.passed).toBe(false);
});
