import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { loadModel, modelMetadata } from 'mnist-lab';
import { beforeAll, expect, test } from 'vitest';
import { compileLibrary } from '../compile-library.js';
import { writeStripes } from '../sweeps/stripes-folder.js';
import { temporaryFolder, temporaryFolderOfFile } from '../temporary-folder.js';

beforeAll(compileLibrary);

/** Runs a command in a terminal of its own, which is closed as soon as a given text appears. */
const closedTerminal = `
import os, pty, sys
shown, command = sys.argv[1], sys.argv[2:]
child, terminal = pty.fork()
if child == 0:
    os.execvp(command[0], command)
text = b""
while shown.encode() not in text:
    text += os.read(terminal, 4096)
os.close(terminal)
_, status = os.waitpid(child, 0)
print(os.waitstatus_to_exitcode(status))
`;
const command = path.join('lib', 'bin', 'mnist-lab.js');
const secondEpoch = 'epoch       2/1000000';
const data = writeStripes(temporaryFolderOfFile());
/** A command that trains for hours and prints a line per epoch. */
const words = (folder: string) => ['train', data, '--epochs', '1000000', '--output', folder];

/** Expects that the model has been trained: the biases of a new model are 0. */
function expectTrained(model: Awaited<ReturnType<typeof loadModel>>): void {
  expect([...model.getWeights().at(-1)!.dataSync()]).not.toContain(0);
}

test('train saves the weights trained so far if its terminal is closed', async () => {
  const folder = path.join(temporaryFolder(), 'model');
  const line = [process.execPath, command, ...words(folder)];
  const code = execFileSync('python3', ['-c', closedTerminal, secondEpoch, ...line], {
    encoding: 'utf8',
  });
  expect(code.trim()).toBe('130');
  const model = await loadModel(folder);
  expectTrained(model);
  expect(modelMetadata(model).trainedWith).toMatchObject({ dataset: data, epochs: 1_000_000 });
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'train saves the weights trained so far if it receives %s',
  async (signal) => {
    const folder = path.join(temporaryFolder(), 'model');
    const child = spawn(process.execPath, [command, ...words(folder)], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let told = '';
    child.stderr.on('data', (text) => {
      told += text;
      if (!child.killed && told.includes(secondEpoch)) child.kill(signal);
    });
    expect(await once(child, 'exit')).toEqual([130, null]);
    const model = await loadModel(folder);
    expectTrained(model);
    expect(modelMetadata(model).trainedWith?.dataset).toBe(data);
  },
);
