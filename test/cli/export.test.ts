import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import {
  createDigitModel,
  evaluate,
  loadDataset,
  type Preprocessing,
  saveModel,
  setModelMetadata,
  subset,
  tf,
} from 'mnist-lab';
import { expect, onTestFinished, test, vi } from 'vitest';
import { compileLibrary } from '../compile-library.js';
import { temporaryFolder } from '../temporary-folder.js';
import { runRecorded } from './run-recorded.js';

async function savedModel(): Promise<string> {
  const folder = temporaryFolder();
  await saveModel(createDigitModel({ hiddenUnits: [8] }), folder);
  return folder;
}

test('export writes a TypeScript module with the function predict()', async () => {
  const model = await savedModel();
  const file = path.join(model, 'digit.ts');
  const { code, out } = await runRecorded([
    'export',
    model,
    '--output',
    file,
    '--weight-bits',
    '16',
    '--json',
  ]);
  expect(code).toBe(0);
  const { format, files } = JSON.parse(out);
  expect([format, files]).toEqual(['module', [{ file, bytes: readFileSync(file).length }]]);
  expect(readFileSync(file, 'utf8')).toContain('export function predict(');
});

test('export --weight-bits 8 reports the accuracies with 8-bit and 32-bit weights if test images are available', async () => {
  const folder = temporaryFolder();
  const model = createDigitModel({ hiddenUnits: [8] });
  await saveModel(model, folder, { trainedWith: { dataset: 'mnist' } });
  const words = ['export', folder, '-o', path.join(folder, 'digit.ts'), '--weight-bits', '8'];
  const { out } = await runRecorded(words);
  expect(out).toMatch(
    /^With weights of 8 bits [\d.]+% of 2,000 test images of mnist are classified correctly, with 32 bits [\d.]+%\.$/m,
  );
  const { weightBitsCost } = JSON.parse((await runRecorded([...words, '--json'])).out);
  const { test: images } = await loadDataset('mnist');
  const first = subset(
    images,
    Uint32Array.from({ length: 2000 }, (_, index) => index),
  );
  expect(weightBitsCost.whole).toBeCloseTo(evaluate(model, first).accuracy, 10);
  // Without test images, only the accuracy is missing.
  vi.stubEnv('MNIST_LAB_DATA', undefined);
  vi.spyOn(process, 'cwd').mockReturnValue(folder);
  vi.stubEnv('XDG_CACHE_HOME', folder);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });
  const without = await runRecorded(words);
  expect([without.code, without.out.includes('With weights')]).toEqual([0, false]);
});

test('export --format tfjs writes a folder with the model and a MODEL.md about its input', async () => {
  const model = await savedModel();
  const folder = path.join(model, 'web');
  const { code, out } = await runRecorded(['export', model, '--format', 'tfjs', '--output', folder]);
  expect(code).toBe(0);
  expect(out).toContain(path.join(folder, 'model.json'));
  expect(out).toMatch(
    /^Takes images of 28 × 28 pixels from 0 \(background\) to 255, not scaled\. MODEL\.md shows/m,
  );
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(['MODEL.md', 'model.json']));
});

test('export --format page writes a page for drawing if the preprocessing is mnist, and a page for photos otherwise', async () => {
  compileLibrary();
  const folder = temporaryFolder();
  const exported = async (preprocessing: Preprocessing, trainedWith = {}) => {
    await saveModel(createDigitModel({ hiddenUnits: [8] }), folder, { preprocessing, trainedWith });
    return await runRecorded([
      'export',
      folder,
      '--format',
      'page',
      '--output',
      path.join(folder, 'page.html'),
    ]);
  };
  const page = () => readFileSync(path.join(folder, 'page.html'), 'utf8');
  expect((await exported('mnist')).code).toBe(0);
  expect(page()).toContain('<title>Draw a digit</title>');
  for (const preprocessing of ['fashion-mnist', 'resize'] as const) {
    expect((await exported(preprocessing)).code).toBe(0);
    expect(page()).toContain('<title>Show a photo</title>');
  }
  const { err } = await exported('resize', { dataset: 'kmnist' });
  expect(err).toContain('or of your own images but found one of kmnist');
});

test('export infers the format from the file extension', async () => {
  compileLibrary();
  const model = await savedModel();
  for (const [name, form, part] of [
    ['draw.HTML', 'page', '<!doctype html>'],
    ['digit.mts', 'module', 'export function predict('],
    ['digit.onnx', 'onnx', 'One byte a pixel, 0 (background) to 255: N x 28 x 28'],
    ['digit.safetensors', 'safetensors', '"layers.1.kernel":{"dtype":"F32"'],
  ] as const) {
    const file = path.join(model, name);
    const { code, out } = await runRecorded(['export', model, '-o', file, '--json']);
    expect([code, JSON.parse(out).format]).toEqual([0, form]);
    expect(readFileSync(file, 'utf8')).toContain(part);
  }
});

test('export writes into the current folder, even if the model is named "../../digit"', async () => {
  const folder = temporaryFolder();
  await saveModel(createDigitModel({ hiddenUnits: [8], name: '../../digit' }), folder);
  const before = process.cwd();
  process.chdir(folder);
  try {
    const { out } = await runRecorded(['export', folder, '--json']);
    expect(JSON.parse(out).files[0].file).toBe('digit.ts');
    expect(existsSync('digit.ts')).toBe(true);
  } finally {
    process.chdir(before);
  }
});

test('export rejects an unsupported layer with one line that names the formats that support it', async () => {
  const folder = temporaryFolder();
  const model = tf.sequential({
    layers: [
      tf.layers.lstm({ units: 2, inputShape: [28, 28], name: 'in_rows' }),
      tf.layers.dense({ units: 2, activation: 'softmax' }),
    ],
  });
  await saveModel(model, folder);
  for (const to of ['module', 'page', 'onnx']) {
    const { code, out, err } = await runRecorded(['export', folder, '--format', to]);
    expect([code, out]).toEqual([4, '']);
    expect(err).toMatch(
      /^Converting model .*layer "in_rows" is of class LSTM, which .* does not support\. Use --format tfjs or --format safetensors\.\n$/,
    );
  }
  const output = path.join(folder, 'rows.safetensors');
  expect((await runRecorded(['export', folder, '-o', output])).code).toBe(0);
});

test('export --format tfjs rejects with one line a calibrated model whose softmax is not the last layer', async () => {
  const folder = temporaryFolder();
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 2, activation: 'softmax', inputShape: [9] }),
      tf.layers.reshape({ targetShape: [1, 2] }),
    ],
  });
  setModelMetadata(model, { temperature: 2 });
  await saveModel(model, folder);
  const { code, err } = await runRecorded(['export', folder, '--format', 'tfjs']);
  expect([code, err.split('\n').length]).toEqual([4, 2]);
  expect(err).toContain('Use --format module, --format page, --format onnx or --format safetensors.');
});

test('export replaces neither the model that it reads, nor another saved model, nor an image', async () => {
  const [model, other] = [await savedModel(), await savedModel()];
  const image = path.join(temporaryFolder(), 'cat.png');
  writeFileSync(image, 'pixels');
  const bytes = (folder: string) =>
    readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), 'base64')]);
  const before = [model, other, path.dirname(image)].map(bytes);
  for (const [format, output] of [
    ['tfjs', model],
    ['tfjs', path.join(model, '..', path.basename(model))],
    ['tfjs', other],
    ...['module', 'page', 'onnx', 'safetensors'].flatMap((name) => [
      [name, path.join(model, 'model.json')],
      [name, image],
    ]),
  ] as const) {
    const { code, err } = await runRecorded(['export', model, '--format', format!, '-o', output!]);
    expect(code, format).toBe(format === 'tfjs' ? 1 : 2);
    expect(err).toMatch(/^Exporting a model: .*".+" (exists|to be a new folder).* Choose another/);
    expect(err).toContain(output);
  }
  expect([model, other, path.dirname(image)].map(bytes)).toEqual(before);
});

test('export names a file in the path of its output, and fills an empty file with any extension', async () => {
  const model = await savedModel();
  const file = path.join(temporaryFolder(), 'empty.bin');
  writeFileSync(file, '');
  const toOnnx = (output: string) => runRecorded(['export', model, '--format', 'onnx', '-o', output]);
  const inFile = await toOnnx(path.join(file, 'digit'));
  expect(inFile.code).not.toBe(0);
  expect(inFile.err).toContain('a part of the path is a file');
  expect((await toOnnx(file)).code).toBe(0);
  expect(readFileSync(file).length).toBeGreaterThan(1000);
});

test('export replaces its own earlier output', async () => {
  const model = await savedModel();
  for (const words of [
    ['--format', 'tfjs', '-o', path.join(model, 'web')],
    ['--format', 'onnx', '-o', path.join(model, 'a.onnx')],
  ])
    for (const _ of [1, 2]) expect((await runRecorded(['export', model, ...words])).code).toBe(0);
});

test.each([
  [['-o', 'x.json'], 2, 'but found "x.json"'],
  [
    ['-o', 'folder'],
    2,
    'expected an output that ends in .ts, .html, .onnx or .safetensors, or --format module, page, onnx, tfjs or safetensors, but found "folder"',
  ],
  [['-o', 'x.html', '--format', 'module'], 2, 'expected --format module to make .ts but found "x.html".'],
  [['-o', 'x.ts', '--format', 'tfjs'], 2, 'expected --format tfjs to make a folder but found "x.ts".'],
  [['--format', 'tfj'], 2, 'Did you mean tfjs?'],
  [['--format', 'tfjs', '--weight-bits', '16'], 2, '--weight-bits needs --format module or --format page.'],
  [['-o', 'x.onnx', '--weight-bits', '16'], 2, '--weight-bits needs --format module or --format page.'],
  [['--weight-bits', '4'], 2, 'expected one of 8, 16, 32 but found "4"'],
  [[], 4, 'no readable model.json was found'],
])('export with the arguments %j is rejected with exit code %i', async (words, wanted, message) => {
  // Only the last row reports the missing model: arguments are checked before the model is loaded.
  const { code, err } = await runRecorded(['export', path.join(temporaryFolder(), 'none'), ...words]);
  expect(code).toBe(wanted);
  expect(err).toContain(message);
});
