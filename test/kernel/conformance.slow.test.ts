import path from 'node:path';
import { expect, test } from 'vitest';
import { python, root } from '../../scripts/lessons/project.js';
import { run, succeed } from '../package/consumer.js';
import { temporaryFolderOfFile } from '../temporary-folder.js';

const folder = temporaryFolderOfFile();

test('the kernel passes Jupyter’s conformance suite', { timeout: 900_000 }, async () => {
  await succeed(python, ['-m', 'venv', path.join(folder, 'venv')], folder);
  const own = path.join(folder, 'venv', 'bin', 'python');
  await succeed(own, ['-m', 'pip', 'install', '--quiet', 'jupyter_kernel_test==0.7.0'], folder);
  // Jupyter finds the project's kernel through this variable.
  const environment = { JUPYTER_PATH: path.join(root, '.venv', 'share', 'jupyter') };
  const suite = path.join(root, 'test', 'kernel', 'conformance.py');
  const { code, err } = await run(own, [suite, '-v'], folder, environment);
  expect(code, err).toBe(0);
  expect(err).toMatch(/^Ran 1[2-9] tests/m);
});
