import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../temporary-folder.js';
import { startNode } from './started-program.js';

/** A copy of the files of this project that setup needs, without installed packages. */
function clone(): string {
  const folder = temporaryFolder();
  for (const part of [
    '.npmrc',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'setup',
    'lib',
    'docs',
  ]) {
    cpSync(path.resolve(part), path.join(folder, part), {
      recursive: true,
      filter: (source) => !['dist', 'node_modules'].includes(path.basename(source)),
    });
  }
  return folder;
}

const askKernel = `
import sys
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(kernel_name="tslab", startup_timeout=120)
def note(message):
    if message["header"]["msg_type"] == "stream":
        print(message["content"]["name"], message["content"]["text"])
client.execute_interactive("console.log(6 * 7)", timeout=120, output_hook=note)
client.stop_channels()
manager.shutdown_kernel(now=True)
`;

test('npm run setup completes killed setups and repairs missing files, and the kernel survives a library that does not compile', {
  timeout: 1_200_000,
}, async () => {
  const folder = clone();
  const env = {
    ...process.env,
    CI: 'true',
    MNIST_LAB_DATA: process.env.MNIST_LAB_DATA || path.resolve('data'),
  };
  const start = () => startNode(['setup/setup.mjs'], { cwd: folder, env });
  const finish = async () => {
    const { code, output } = await start().ended;
    expect(code, output).toBe(0);
    return output;
  };

  for (const moment of ['Node packages: downloading', 'Library: mnist-lab is compiled']) {
    const setup = start();
    await setup.wrote(moment);
    await setup.kill();
  }
  // Two concurrent setups finish the work of the killed ones.
  const outputs = await Promise.all([finish(), finish()]);
  expect(outputs.join('')).toMatch(/Another setup \(process \d+\) is running/);
  expect(await finish()).toMatch(/^Setup is complete \(checked in/);
  expect(readdirSync(path.join(folder, '.setup')).sort()).toEqual(['datasets.json', 'lock']);

  // The output of a step is missing: that step, and no other, runs again.
  truncateSync(path.join(folder, 'lib/dist/setup/pinned.js'), 5);
  const repaired = await finish();
  expect(statSync(path.join(folder, 'lib/dist/setup/pinned.js')).size).toBeGreaterThan(1000);
  expect(repaired).toContain('Library: mnist-lab is compiled');
  expect(repaired).not.toContain('Node packages');
  rmSync(path.join(folder, 'node_modules/tslab/package.json'));
  const reinstalled = await finish();
  expect(reinstalled).toMatch(/Node packages: \d+ packages installed/);
  // TensorFlow is kept when packages are reinstalled.
  expect(reinstalled).not.toContain('TensorFlow:');

  // An author breaks the library: the kernel reports it and continues with the last compiled version.
  appendFileSync(path.join(folder, 'lib/src/index.ts'), "\nexport const broken: number = 'text';\n");
  const answer = execFileSync(path.join(folder, '.venv/bin/python'), ['-c', askKernel], { encoding: 'utf8' });
  expect(answer).toContain('stdout 42');
  expect(answer).toMatch(
    /stderr The library in lib\/src does not compile[\s\S]*Type 'string' is not assignable/,
  );
  expect(existsSync(path.join(folder, '.venv', 'made-by-mnist-lab'))).toBe(true);
});
