import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createDigitModel, loadModel, modelMetadata, saveModel } from 'mnist-lab';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { root } from '../../scripts/lessons/project.js';
import { compileLibrary } from '../compile-library.js';
import { bytes, entry, fileNames } from '../datasets/acquire-from.js';
import { loadWhole, startSaver } from '../models/marked-model.js';
import { projectWithoutTensorflow } from '../setup/fresh-project.js';
import { startSetup } from '../setup/start-setup.js';
import { temporaryFolder } from '../temporary-folder.js';
import { right } from './answers.js';
import { writeCells } from './cells/write-cells.js';
import { withServers } from './raw-server.js';
import { tries } from './report/fault-kinds.js';

vi.setConfig({ testTimeout: 900_000 });
beforeAll(compileLibrary);

const fixtures = path.join(__dirname, '..');
const command = path.join(root, 'lib', 'bin', 'mnist-lab.js');

/** Starts the same program twice. @returns Both outputs, after both have succeeded. */
async function twice(
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  const both = [0, 1].map(() =>
    spawn(words[0]!, words.slice(1), {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
  return await Promise.all(both.map(endedWell));
}

async function endedWell(child: ChildProcess): Promise<string> {
  let said = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (text) => {
      said += text;
    });
  const [code] = await once(child, 'close');
  expect(code, said).toBe(0);
  return said;
}

const temporary = (folder: string) =>
  readdirSync(folder).filter((name) => /\.(tmp|turn)$|partial/.test(name));

const hasBundledBrowser =
  process.platform === 'linux' && existsSync(path.join(root, 'node_modules', '@sparticuz', 'chromium'));

/** A project with the library and the package of the browser, which is not unpacked yet. */
async function projectWithBrowser(): Promise<{ modules: string; cache: string }> {
  const project = realpathSync(temporaryFolder());
  const modules = path.join(project, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync(path.join(root, 'node_modules')))
    if (!['.cache', '@sparticuz', 'mnist-lab'].includes(name))
      symlinkSync(path.join(root, 'node_modules', name), path.join(modules, name));
  await cp(path.join(root, 'node_modules', '@sparticuz'), path.join(modules, '@sparticuz'), {
    recursive: true,
  });
  for (const part of ['dist', 'package.json'])
    await cp(path.join(root, 'lib', part), path.join(modules, 'mnist-lab', part), { recursive: true });
  const owner = readFileSync(path.join(fixtures, 'notebook', 'browser', 'owner.cjs'), 'utf8');
  writeFileSync(path.join(project, 'owner.cjs'), owner.replace('../../../lib', './node_modules/mnist-lab'));
  return { modules, cache: path.join(modules, '.cache', 'mnist-lab') };
}

describe('if two processes run at the same time,', tries('atOnce'), () => {
  test('their downloads into one cache leave only complete files', async () => {
    const script = path.join(temporaryFolder(), 'acquire.cjs');
    const module = path.join(root, 'lib/src/datasets/download-dataset.ts');
    await withServers([right], async ([url]) => {
      const cacheDirectory = temporaryFolder();
      const options = { cacheDirectory, directory: '', sources: [{ kind: 'mirror', url }] };
      writeFileSync(
        script,
        `require(${JSON.stringify(module)}).downloadEntry(${JSON.stringify(entry)}, ${JSON.stringify(options)});`,
      );
      await twice([process.execPath, '--require', 'tsx/cjs', script], { http_proxy: '' });
      const cache = path.join(cacheDirectory, entry.name);
      expect(readdirSync(cache).toSorted()).toEqual(fileNames);
      for (const name of fileNames)
        expect(readFileSync(path.join(cache, name)).equals(bytes.get(name)!)).toBe(true);
    });
  });

  test('a third process reads only valid models from the folder into which both save', async () => {
    const folder = temporaryFolder();
    const savers = [0, 1].map(() => startSaver(folder));
    const ended = savers.map((saver) => once(saver, 'exit'));
    await Promise.all(savers.map((saver) => once(saver.stdout!, 'data')));
    const end = Date.now() + 10_000;
    while (Date.now() < end) await loadWhole(folder);
    for (const saver of savers) {
      expect(saver.exitCode).toBeNull();
      saver.kill();
    }
    await Promise.all(ended);
  });

  test('the results of both are recorded in one results.json', async () => {
    const folder = temporaryFolder();
    const env = { ...process.env, MNIST_LAB_BUILD: folder };
    const recorders = ['mnist', 'fashion'].map((name) =>
      fork(path.join(fixtures, 'notebook', 'recorder.cjs'), [name, '50'], { execArgv: [], env }),
    );
    await Promise.all(recorders.map((recorder) => once(recorder, 'message')));
    const ended = recorders.map((recorder) => once(recorder, 'exit'));
    for (const recorder of recorders) recorder.send('begin');
    for (const end of ended) expect(await end).toEqual([0, null]);
    expect(Object.keys(JSON.parse(readFileSync(path.join(folder, 'results.json'), 'utf8')))).toHaveLength(
      100,
    );
  });

  test('their training runs with one checkpoint folder give the same weights', async () => {
    const folder = temporaryFolder();
    const program = path.join(fixtures, 'training', 'resumable-training.ts');
    const start = async (weights: string) => {
      const words = [
        '--import',
        'tsx',
        program,
        path.join(folder, 'checkpoints'),
        path.join(folder, weights),
      ];
      await endedWell(spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'pipe'] }));
      return readFileSync(path.join(folder, weights));
    };
    const [first, second] = await Promise.all([start('first.bin'), start('second.bin')]);
    expect(first!.equals(second!)).toBe(true);
    expect(readdirSync(path.join(folder, 'checkpoints'))).toEqual(['training.checkpoint']);
  });

  test('their train commands with one output folder leave one valid model', async () => {
    const folder = path.join(temporaryFolder(), 'model');
    const quick = ['--epochs', '1', '--batch-size', '512', '--hidden-units', '16'];
    await twice([process.execPath, command, 'train', 'mnist', ...quick, '-o', folder]);
    expect(modelMetadata(await loadModel(folder)).test!.accuracy).toBeGreaterThan(0.5);
    expect(temporary(folder)).toEqual([]);
  });

  test.each(['network.ts', 'draw.html'])(
    'their exports of one model to one file give the same %s twice, and leave no temporary file',
    async (name) => {
      const folder = temporaryFolder();
      await saveModel(createDigitModel(), path.join(folder, 'model'));
      const file = path.join(folder, name);
      await twice([process.execPath, command, 'export', path.join(folder, 'model'), '-o', file]);
      const both = readFileSync(file);
      await twice([process.execPath, command, 'export', path.join(folder, 'model'), '-o', file]);
      expect(readFileSync(file).equals(both)).toBe(true);
      expect(readdirSync(folder).toSorted()).toEqual(['model', name].toSorted());
    },
  );

  test.skipIf(!hasBundledBrowser)(
    'both unpack the bundled browser correctly after a third was killed while it unpacked it',
    async () => {
      const { modules, cache } = await projectWithBrowser();
      const owner = path.join(modules, '..', 'owner.cjs');
      const killed = spawn(process.execPath, [owner], { stdio: 'ignore' });
      await vi.waitUntil(() => existsSync(cache) && readdirSync(cache).length > 0, { timeout: 60_000 });
      killed.kill('SIGKILL');
      await once(killed, 'exit');
      expect(readdirSync(cache).join()).toMatch(/^mnist-lab-.*\.tmp$/);
      expect(await twice([process.execPath, owner])).toEqual(['drawn\n', 'drawn\n']);
      expect(readdirSync(cache).join()).toMatch(/^chromium-[\d.]+$/);
    },
  );

  test('one of their setups of the same project installs TensorFlow, and the other changes nothing', async () => {
    const project = projectWithoutTensorflow();
    const results = await Promise.all([startSetup(project).ended, startSetup(project).ended]);
    const said = results.map(({ output }) => output).join('');
    expect(
      results.map(({ code }) => code),
      said,
    ).toEqual([0, 0]);
    expect(said.match(/changed: true/g)).toHaveLength(1);
    expect(said.match(/changed: false/g)).toHaveLength(1);
  });

  test('their npm start runs put the results of both into one build folder', async () => {
    const build = temporaryFolder();
    const notebooks = [1, 2].map((number) => {
      const cell = "import { recordResults } from 'mnist-lab/notebook';\nrecordResults";
      const result = {
        testAccuracy: 0.9,
        testLoss: 0.3,
        trainSeconds: 1,
        epochs: 1,
        parameters: 1,
        seed: number,
      };
      return writeCells([`${cell}('lesson-${number}', ${JSON.stringify(result)});`]);
    });
    const runs = notebooks.map((notebook) =>
      spawn('npm', ['start', '--', notebook], {
        cwd: root,
        env: { ...process.env, MNIST_LAB_BUILD: build },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
    await Promise.all(runs.map(endedWell));
    const results = JSON.parse(readFileSync(path.join(build, 'results.json'), 'utf8'));
    expect(Object.keys(results).toSorted()).toEqual(['lesson-1', 'lesson-2']);
  });

  test('both load a valid model while a third process replaces it', async () => {
    const folder = temporaryFolder();
    const saver = startSaver(folder);
    onTestFinished(() => {
      saver.kill();
    });
    await once(saver.stdout!, 'data');
    const words = [
      process.execPath,
      '-e',
      `require('mnist-lab').loadModel(${JSON.stringify(folder)}).then((model) => {
      console.log(require('mnist-lab').predictProbabilities(model, new Uint8Array(9)).length);
    })`,
    ];
    for (let attempt = 0; attempt < 5; attempt++) {
      expect(await twice(words)).toEqual(['10\n', '10\n']);
      await setTimeout(10);
    }
  });
});
