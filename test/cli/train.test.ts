import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { loadDataset, loadModel, modelMetadata, subset } from 'mnist-lab';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { slownessOf } from '../../lib/src/training/mixed-precision.js';
import { idxBytes } from '../datasets/idx-bytes.js';
import { runRecorded } from './run-recorded.js';

let folder: string;
const file = (name: string) => path.join(folder, name);
// A single layer, so that training takes a moment. With fewer than 500 validation images, the out-of-distribution
// detector has no network, which would take ten seconds to train.
const layer = ['--hidden-units', 'none', '--batch-size', '100', '--learning-rate', '0.01'];
const small = [...layer, '--validation-size', '0.1', '--epochs'];

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'mnist-lab-train-'));
  await writeDigits('digits', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 1000);
});

/** Writes the first MNIST test images of some digits to a folder, both as training and as test images. */
async function writeDigits(name: string, digits: readonly number[], count: number): Promise<void> {
  const { test: mnist } = await loadDataset('mnist');
  const indices = [...mnist.labels.keys()].filter((index) => digits.includes(mnist.labels[index]!));
  const { images, labels } = subset(mnist, indices.slice(0, count));
  mkdirSync(file(name));
  writeFileSync(file(`${name}/class-names.txt`), mnist.classNames.join('\n'));
  for (const split of ['train', 't10k']) {
    writeFileSync(file(`${name}/${split}-images-idx3-ubyte`), idxBytes(8, [count, 28, 28], images));
    writeFileSync(file(`${name}/${split}-labels-idx1-ubyte`), idxBytes(8, [count], labels));
  }
}

/** A folder of images by class: upright and horizontal bars. */
async function drawBars(folder: string): Promise<void> {
  for (const name of ['upright', 'level']) {
    mkdirSync(path.join(folder, name), { recursive: true });
    for (let index = 0; index < 20; index++) {
      const place = 2 + (index % 10);
      const bar =
        name === 'upright'
          ? `x="${place}" y="2" width="2" height="9"`
          : `x="2" y="${place}" width="9" height="2"`;
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="14" height="14" fill="#fff"><rect ${bar}/></svg>`;
      await sharp(Buffer.from(svg))
        .flatten({ background: `#0000${10 + index}` })
        .png()
        .toFile(path.join(folder, name, `${index}.png`));
    }
  }
}

afterAll(() => rmSync(folder, { recursive: true }));

test('train saves a model with its accuracy and options, and evaluate finds the same accuracy', async () => {
  const words = [
    'train',
    file('digits'),
    '--output',
    file('digit'),
    ...small,
    '2',
    '--calibrate',
    '--standardize',
  ];
  const trained = await runRecorded(words);
  expect(trained.code).toBe(0);
  expect(trained.err.match(/^epoch \d\/2 {2}loss .* validation loss .*$/gm)).toHaveLength(2);
  const [, accuracy] = trained.out.match(/accuracy (\d\d\.\d\d)% on 1,000 images/)!;
  const metadata = modelMetadata(await loadModel(file('digit')));
  expect(metadata.trainedWith).toMatchObject({
    dataset: file('digits'),
    epochs: 2,
    batchSize: 100,
    seed: 42,
  });
  expect((100 * metadata.test!.accuracy).toFixed(2)).toBe(accuracy);
  expect(metadata.temperature).not.toBe(1);
  const evaluated = await runRecorded(['evaluate', file('digit'), '--json']);
  expect(JSON.parse(evaluated.out)).toMatchObject({ dataset: file('digits'), count: 1000, ...metadata.test });
  const report = await runRecorded(['evaluate', file('digit')]);
  expect(report.out).toMatch(/^.* \(test\): accuracy .*95% interval .*\n\nCLASS .*Most confused:\n/s);
}, 60_000);

test('train shows a progress bar with rate and remaining time on a terminal, and none in a pipe', async () => {
  // Many epochs, because a run of under 80 ms shows no bar.
  const words = ['train', file('digits'), '--no-test', '--output', file('bar'), ...small, '50'];
  expect((await runRecorded(words, { interactive: true })).err).toMatch(
    /^epoch \d+\/50 [█░]{24} .*images\/s {2}.* left$/m,
  );
  expect((await runRecorded(words)).err).not.toMatch(/[\r█]/);
}, 60_000);

test('train prefers options of the command line to those of --config, and those of --config to the defaults', async () => {
  writeFileSync(
    file('config.json'),
    JSON.stringify({ hiddenUnits: [], epochs: 7, batchSize: 5000, validationSize: 0.005 }),
  );
  const words = ['train', 'mnist', '--no-test', '--output', file('config'), '--config', file('config.json')];
  const { out } = await runRecorded([...words, '--epochs', '1', '--json']);
  const { settings, history, test } = JSON.parse(out);
  expect(settings).toEqual({ hiddenUnits: [], epochs: 1, batchSize: 5000, validationSize: 0.005 });
  expect(history.epochs).toHaveLength(1);
  expect(test).toBeNull();
}, 60_000);

test('train --precision mixed warns once if the processor is slow at it, and saves the option with the model', async () => {
  await drawBars(file('bars in bfloat16'));
  const words = ['train', file('bars in bfloat16'), '--epochs', '2', '--output', file('mixed')];
  const { out, err } = await runRecorded([...words, '--precision', 'mixed', '--json']);
  const { history, settings } = JSON.parse(out);
  expect([history.precision, settings.precision]).toEqual(['mixed', 'mixed']);
  expect(history.warnings).toEqual([slownessOf('mixed')].filter(Boolean));
  expect(err.match(/^Warning: .*bfloat16.*$/gm) ?? []).toHaveLength(history.warnings.length);
  expect(modelMetadata(await loadModel(file('mixed'))).trainedWith?.precision).toBe('mixed');
}, 60_000);

test('train --log-dir writes TensorBoard files, and prints how to show them', async () => {
  const words = ['train', file('digits'), '--no-test', '--output', file('logged'), ...small, '1'];
  const { out } = await runRecorded([...words, '--log-dir', file('runs')]);
  expect(out).toContain(`Training curves: tensorboard --logdir ${file('runs')}\n`);
  expect(readdirSync(file('runs'))).toEqual(expect.arrayContaining(['train', 'validation']));
  const { trainedWith } = modelMetadata(await loadModel(file('logged')));
  expect([trainedWith?.epochs, trainedWith?.logDir]).toEqual([1, undefined]);
}, 60_000);

test('train --architecture cnn takes options from flags and --config, and can be combined with --checkpoint and --log-dir', async () => {
  const folder = file('bars');
  await drawBars(folder);
  writeFileSync(file('cnn.json'), JSON.stringify({ architecture: 'cnn', filters: [2, 3], epochs: 1 }));
  const words = ['train', folder, '--config', file('cnn.json'), '--kernel-size', '5', '--hidden-units', '4'];
  const state = ['--checkpoint', file('state'), '--log-dir', file('cnn-runs')];
  const { code, err } = await runRecorded([...words, ...state, '--output', file('cnn')]);
  expect([code, err]).toEqual([0, expect.stringContaining('epoch 1/1')]);
  const model = await loadModel(file('cnn'));
  const kernels = model.getWeights().filter(({ rank }) => rank === 4);
  expect(kernels.map(({ shape }) => shape)).toEqual([
    [5, 5, 1, 2],
    [5, 5, 2, 3],
  ]);
  expect(modelMetadata(model).trainedWith).toMatchObject({
    architecture: 'cnn',
    filters: [2, 3],
    kernelSize: 5,
  });
  expect(readdirSync(file('cnn-runs'))).toContain('train');
}, 60_000);

test('train saves the weights trained so far on Ctrl-C and exits with code 130', async () => {
  const interruption = new AbortController();
  const words = ['train', file('digits'), '--output', file('interrupted'), ...small, '1000', '--json'];
  const { code, out } = await runRecorded(words, {
    signal: interruption.signal,
    onProgress: (text) => {
      if (text.includes('epoch')) interruption.abort();
    },
  });
  expect(code).toBe(130);
  expect(JSON.parse(out).history.stoppedBy).toBe('aborted');
  // The biases of a new model are 0.
  const biases = (await loadModel(file('interrupted'))).getWeights().at(-1)!;
  expect([...biases.dataSync()]).not.toContain(0);
}, 60_000);

test.each([
  [['minst'], 'No dataset, folder or file named "minst". Did you mean mnist?'],
  [['mnist', '--epochs', '0'], 'Reading --epochs: expected a whole number of 1 or more but found "0".'],
  [['mnist', '--epochs', ''], 'Reading --epochs: expected a whole number of 1 or more but found "".'],
  [
    ['mnist', '--learning-rate', '1e-3x'],
    'Reading --learning-rate: expected a number greater than 0 but found "1e-3x".',
  ],
  [
    ['mnist', '--hidden-units', '128,x'],
    'expected a list of at most 100 whole numbers greater than 0, separated by commas, or none but found "128,x".',
  ],
  [
    ['mnist', '--hidden-units', Array(101).fill('1').join(',')],
    'Reading --hidden-units: expected a list of at most 100',
  ],
  [
    ['mnist', '--optimizer', 'adm'],
    'expected one of adam, adamw, nadam, sgd, rmsprop, lion but found "adm". Did you mean adam?',
  ],
  [['mnist', '--epoch', '3'], '(Did you mean --epochs?)'],
  [['mnist', '--warmup-fraction', '0.5'], '--warmup-fraction needs --schedule one-cycle.'],
  [['mnist', '--filters', '8'], '--filters needs --architecture cnn.'],
  [['mnist', '--resume'], '--resume needs --checkpoint <folder>.'],
  [['mnist', '--validation-size', '0', '--calibrate'], '--calibrate needs a --validation-size above 0.'],
  [['mnist', '--batch-size', '70000'], 'expected batchSize to be at most'],
])('train rejects the arguments %j as invalid usage', async (words, message) => {
  const { code, out, err } = await runRecorded(['train', ...words]);
  expect([code, out]).toEqual([2, '']);
  expect(err).toContain(message);
});

test('train rejects an unwritable output folder before training starts', async () => {
  writeFileSync(file('occupied'), 'a file');
  const { code, err } = await runRecorded([
    'train',
    'mnist',
    '--epochs',
    '1000',
    '--output',
    file('occupied'),
  ]);
  expect(code).toBe(4);
  expect(err).toMatch(/^Saving a model in .*occupied: the folder is not writable/);
});

test.each([
  ['{ "epoch": 3 }', 2, 'Did you mean epochs? Known: imageShape, '],
  ['{ "epochs": "many" }', 2, 'expected a whole number of 1 or more but found "many"'],
  ['{ "batchNormalization": 1 }', 2, 'expected true or false but found 1'],
  ['{ "precision": "half" }', 2, 'expected one of float32, mixed but found "half"'],
  ['[]', 2, 'expected a JSON object such as { "epochs": 5 } but found []'],
  ['{', 4, 'expected JSON but found invalid text'],
])('train rejects a configuration file that contains %s', async (text, wanted, message) => {
  writeFileSync(file('wrong.json'), text);
  const { code, err } = await runRecorded(['train', 'mnist', '--config', file('wrong.json')]);
  expect(code).toBe(wanted);
  expect(err).toContain(message);
});

test('train --also adds the training images of a second dataset, but tests on the first one only', async () => {
  await writeDigits('low', [0, 1, 2, 3, 4], 300);
  await writeDigits('high', [5, 6, 7, 8, 9], 500);
  const flags = ['--epochs', '10', '--batch-size', '50', '--hidden-units', 'none', '--json'];
  const words = ['train', file('low'), '--also', file('high'), '--output', file('merged'), ...flags];
  const { code, out, err } = await runRecorded(words);
  expect(code, err).toBe(0);
  const tested = await runRecorded(['evaluate', file('merged'), '--dataset', file('low'), '--json']);
  expect(JSON.parse(out).test.accuracy).toBe(JSON.parse(tested.out).accuracy);
  expect(JSON.parse(out).test.accuracy).toBeGreaterThan(0.7);
  const { trainedWith } = modelMetadata(await loadModel(file('merged')));
  expect(trainedWith).toMatchObject({ dataset: file('low'), also: [file('high')] });
  const other = await runRecorded(['evaluate', file('merged'), '--dataset', file('high'), '--json']);
  expect(JSON.parse(other.out).accuracy).toBeGreaterThan(0.7);
  const unlike = ['train', file('low'), '--also', 'fashion-mnist', '--output', file('unlike'), ...flags];
  const wrong = await runRecorded(unlike);
  expect(wrong.code).toBe(4);
  expect(wrong.out).toMatch(
    /Training on fashion-mnist as well: Matching classes: expected .* but found T-shirt/,
  );
});
