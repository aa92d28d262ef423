import path from 'node:path';
import { expect, test } from 'vitest';
import { python, root } from '../../scripts/lessons/project.js';
import { run, succeed } from '../package/consumer.js';
import { temporaryFolderOfFile } from '../temporary-folder.js';

const folder = temporaryFolderOfFile();

test('the kernel passes Jupyter’s conformance suite', { timeout: 900_000 }, async () => {
  // The dependencies of the suite are already installed, because JupyterLab needs them too.
  const packages = ['--no-deps', '--target', folder, 'jupyter_kernel_test==0.7.0'];
  await succeed(python, ['-m', 'pip', 'install', '--quiet', ...packages], folder);
  const suite = path.join(root, 'test', 'kernel', 'conformance.py');
  const { code, err } = await run(python, [suite, '-v'], folder, { PYTHONPATH: folder });
  expect(code, err).toBe(0);
  expect(err).toMatch(/^Ran 1[2-9] tests/m);
});
