import { writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  classifyImage,
  createConvolutionalModel,
  createDigitModel,
  decodeImage,
  modelMetadata,
  saveModel,
  tf,
} from 'mnist-lab';
import { beforeAll, expect, test } from 'vitest';
import { compileLibrary } from '../compile-library.js';
import { ours, succeed } from '../package/consumer.js';
import { temporaryFolder } from '../temporary-folder.js';

beforeAll(compileLibrary);

/** Runs a command line in a process of its own, and returns its output and the JavaScript files that it loaded. */
async function runAlone(...words: readonly string[]): Promise<{ files: string[]; out: string }> {
  const script = `
    process.argv.splice(1, 0, 'mnist-lab');
    require(${JSON.stringify(ours('lib', 'dist', 'cli.js'))});
    process.on('exit', () => process.stderr.write(JSON.stringify(Object.keys(require.cache))));`;
  const { err, out } = await succeed(process.execPath, ['-e', script, '--', ...words], ours());
  return { files: JSON.parse(err.slice(err.lastIndexOf('["'))) as string[], out };
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
])('the command line %j loads neither TensorFlow nor sharp, danfojs or Plotly', async (words) => {
  const files = (await runAlone(...words)).files;
  expect(ownFiles(files).length).toBeGreaterThan(5);
  expect(files.filter((file) => heavy.test(file.slice(ours().length)))).toEqual([]);
});

test('--help loads only the options of the commands, not the code that runs them', async () => {
  const files = ownFiles((await runAlone('--help')).files);
  expect(files.filter((file) => /-run\.js$|datasets\/(load|acquire)|setup\/setup-/.test(file))).toEqual([]);
});

test('predict --help does not load the options of other commands', async () => {
  const files = ownFiles((await runAlone('predict', '--help')).files);
  expect(files.filter((file) => /commands\/(?!predict\.js$)/.test(file))).toEqual([]);
});

const dense = () => createDigitModel({ batchNormalization: true, activation: 'gelu', dropoutRate: 0.2 });
const recurrent = () =>
  tf.sequential({
    layers: [
      tf.layers.lstm({ units: 3, inputShape: [28, 28] }),
      tf.layers.dense({ units: 3, activation: 'softmax' }),
    ],
  });

test.each([
  ['a dense network', dense, false],
  ['a convolutional network', () => createConvolutionalModel(), false],
  ['a recurrent network, which only TensorFlow can run', recurrent, true],
] as const)(
  'predict with %s loads only the libraries that it needs, and prints the probabilities of classifyImage()',
  async (_, make, needsTensorflow) => {
    const folder = temporaryFolder();
    const [model, image] = [path.join(folder, 'model'), path.join(folder, 'one.svg')];
    const drawing = '<path d="M45 15V75" stroke="#000" stroke-width="6"/>';
    writeFileSync(
      image,
      `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><rect width="90" height="90" fill="#fff"/>${drawing}</svg>`,
    );
    const made = make();
    await saveModel(made, model);
    const { files, out } = await runAlone('predict', model, image, '--json');
    const unused = /danfojs|plotly|undici|yauzl|bmp-ts|lib\/dist\/(index\.js|training|datasets\/own)/;
    const tensorflow = /tfjs-node|tfjs-converter|tfjs-data|tfjs-backend-webgl/;
    expect(files.filter((file) => unused.test(file.slice(ours().length)))).toEqual([]);
    expect(files.some((file) => tensorflow.test(file))).toBe(needsTensorflow);
    const [{ probabilities }] = JSON.parse(out).predictions;
    const { characters } = classifyImage(made, await decodeImage(image));
    modelMetadata(made).classNames.forEach((name, index) => {
      expect(probabilities[name]).toBeCloseTo(characters[0]!.probabilities[index]!, 5);
    });
  },
);

test('npx finds the command mnist-lab in a clone of the project', async () => {
  const { out } = await succeed('npx', ['--no', '--', 'mnist-lab', '--version'], ours());
  expect(out.trim()).toMatch(/^\d+\.\d+\.\d+/);
});
