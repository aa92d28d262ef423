import { beforeAll, expect, test } from 'vitest';
import { compileLibrary } from '../compile-library.js';
import { ours, succeed } from '../package/consumer.js';

beforeAll(compileLibrary);

/** Runs a command line in a process of its own and lists the loaded files. */
async function loadedBy(...words: readonly string[]): Promise<string[]> {
  const script = `
    process.argv.splice(1, 0, 'mnist-lab');
    require(${JSON.stringify(ours('lib', 'dist', 'cli.js'))});
    process.on('exit', () => process.stderr.write(JSON.stringify(Object.keys(require.cache))));`;
  const { err } = await succeed(process.execPath, ['-e', script, '--', ...words], ours());
  return JSON.parse(err.slice(err.lastIndexOf('["'))) as string[];
}

const heavy = /@tensorflow|node_modules\/sharp|danfojs|plotly|lib\/dist\/index\.js$/;
const ownFiles = (files: readonly string[]) => files.filter((file) => file.startsWith(ours('lib', 'dist')));

test.each([
  [['--help']],
  [['train', '--help']],
  [['datasets', 'list']],
  [['datasets', 'path']],
  [['doctor']],
  [['setup', '--help']],
  [['sweep', '--help']],
  [['sweep', '--example']],
])('the command line %j loads neither TensorFlow nor image decoders', async (words) => {
  const files = await loadedBy(...words);
  expect(ownFiles(files).length).toBeGreaterThan(5);
  expect(files.filter((file) => heavy.test(file.slice(ours().length)))).toEqual([]);
});

test('--help loads only the options of the commands, not the code that runs them', async () => {
  const files = ownFiles(await loadedBy('--help'));
  expect(files.filter((file) => /-run\.js$|datasets\/(load|acquire)|setup\/setup-/.test(file))).toEqual([]);
});

test('a command does not load the options of other commands', async () => {
  const files = ownFiles(await loadedBy('predict', '--help'));
  expect(files.filter((file) => /commands\/(?!predict\.js$)/.test(file))).toEqual([]);
});

test('npx finds the command mnist-lab in a clone of the project', async () => {
  const { out } = await succeed('npx', ['--no', '--', 'mnist-lab', '--version'], ours());
  expect(out.trim()).toMatch(/^\d+\.\d+\.\d+/);
});
