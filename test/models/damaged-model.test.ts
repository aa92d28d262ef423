import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createDenseClassifier, loadModel, saveModel, tf } from 'mnist-lab';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../temporary-folder.js';
import {
  type ModelJson,
  modelJson,
  replaceWeights,
  rewrite,
  storeSmallModel,
  weightsFile,
} from './stored-model.js';

async function storedModel(): Promise<string> {
  const folder = temporaryFolder();
  await storeSmallModel(folder);
  return folder;
}

/** Loads a damaged model, and checks that nothing of it stays in memory. @returns The error message. */
async function refusal(folder: string): Promise<string> {
  const before = tf.memory().numTensors;
  const error = await loadModel(folder).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Error);
  // Unreachable models of other tests may be freed meanwhile.
  expect(tf.memory().numTensors).toBeLessThanOrEqual(before);
  const { message } = error as Error;
  expect(message.startsWith(`Loading a model from "${folder}"`)).toBe(true);
  return message.slice(`Loading a model from "${folder}": `.length);
}

describe('loadModel() rejects weights', () => {
  test('with one flipped bit', async () => {
    const folder = await storedModel();
    const file = weightsFile(folder);
    const bytes = readFileSync(file);
    bytes[17]! ^= 4;
    writeFileSync(file, bytes);
    expect(await refusal(folder)).toMatch(
      /^its weights "weights-[0-9a-f]{16}\.bin" are damaged: their checksum is wrong.* Save the model again\.$/,
    );
    rewrite(folder, ({ weightsManifest: [group] }) => delete group!.sha256);
    expect(await refusal(folder)).toMatch(/damaged/); // The file name contains the checksum as well.
  });

  test('whose file ends in zeros, is truncated or has extra bytes', async () => {
    const folder = await storedModel();
    const file = weightsFile(folder);
    const bytes = readFileSync(file);
    writeFileSync(file, Buffer.concat([bytes.subarray(0, 100), Buffer.alloc(bytes.length - 100)]));
    expect(await refusal(folder)).toMatch(/their checksum is wrong/);
    truncateSync(file, 100);
    expect(await refusal(folder)).toMatch(`expected ${bytes.length} bytes of weights but found 100`);
    writeFileSync(file, bytes);
    appendFileSync(file, 'x');
    expect(await refusal(folder)).toMatch(`but found ${bytes.length + 1}`);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'that contain %d',
    async (value) => {
      const folder = await storedModel();
      const bytes = readFileSync(weightsFile(folder));
      bytes.writeFloatLE(value, 8);
      replaceWeights(folder, bytes);
      expect(await refusal(folder)).toBe(
        `its weights do not fit: expected finite weights but "hidden_1/kernel" has ${value} at 2. Save the model again.`,
      );
    },
  );

  test('whose file is missing or a folder', async () => {
    const folder = await storedModel();
    rewrite(folder, ({ weightsManifest: [group] }) => (group!.paths = ['none.bin']));
    expect(await refusal(folder)).toBe(
      'its weights "none.bin" cannot be read: the file is missing. Save the model again.',
    );
    mkdirSync(path.join(folder, 'none.bin'));
    expect(await refusal(folder)).toMatch('expected a file but found something else');
  });
});

test.each([
  ['../weights.bin'],
  ['/etc/hostname'],
  ['a/../../weights.bin'],
  ['..'],
  ['.'],
  [''],
  ['..\\weights.bin'],
  ['file:///etc/hostname'],
  ['weights\0.bin'],
])('loadModel() rejects a model.json with the weights path %j', async (name) => {
  const folder = await storedModel();
  rewrite(folder, ({ weightsManifest: [group] }) => (group!.paths = [name]));
  expect(await refusal(folder)).toBe(
    "model.json describes weights wrongly: expected paths of files inside the model's folder but found " +
      `${JSON.stringify(name)}. Save the model again.`,
  );
});

test('loadModel() rejects a model.json that was edited by hand, and explains how to keep the change', async () => {
  const folder = await storedModel();
  const file = path.join(folder, 'model.json');
  const text = readFileSync(file, 'utf8');
  const changed = text.replace('"temperature": 1', '"temperature": 2');
  expect(changed).not.toBe(text);
  writeFileSync(file, changed);
  expect(await refusal(folder)).toMatch(
    /^model\.json was changed .* delete the field "sha256" if you changed/,
  );
  writeFileSync(file, changed.replace(/,\s*"sha256": "[0-9a-f]{64}"\s*}\s*$/, '}'));
  await loadModel(folder);
  writeFileSync(file, JSON.stringify(JSON.parse(text))); // Whitespace does not matter.
  await loadModel(folder);
});

const damages: readonly (readonly [string, (model: ModelJson) => unknown, RegExp])[] = [
  [
    'no topology',
    (model) => delete (model as Partial<ModelJson>).modelTopology,
    /no modelTopology or no weights/,
  ],
  [
    'a weights manifest that is not an array',
    (model) => Object.assign(model, { weightsManifest: {} }),
    /no weightsManifest/,
  ],
  [
    'a weight group that is null',
    (model) => Object.assign(model, { weightsManifest: [null] }),
    /expected groups of/,
  ],
  [
    'a negative weight shape',
    ({ weightsManifest: [group] }) => (group!.weights[0]!.shape = [-9, -4]),
    /found \[-9,-4\]/,
  ],
  [
    'a fractional weight shape',
    ({ weightsManifest: [group] }) => (group!.weights[0]!.shape = [4.5, 8]),
    /whole numbers/,
  ],
  [
    'text in a weight shape',
    ({ weightsManifest: [group] }) => (group!.weights[0]!.shape = ['9', 4]),
    /whole numbers/,
  ],
  [
    'an unsupported weight type',
    ({ weightsManifest: [group] }) => (group!.weights[0]!.dtype = 'int64'),
    /float32, int32, bool/,
  ],
  [
    'a weight shape that does not match the layer',
    ({ weightsManifest: [group] }) => (group!.weights[0]!.shape = [4, 9]),
    /do not fit/,
  ],
  [
    'a weight name that no layer has',
    ({ weightsManifest: [group] }) => (group!.weights[0]!.name = 'x/y'),
    /do not fit/,
  ],
  [
    'quantized weights without a scale',
    ({ weightsManifest: [group] }) => (group!.weights[0]!.quantization = { dtype: 'uint8' }),
    /as uint8 or uint16 with a scale and a min/,
  ],
  [
    'layers of 12 TB',
    ({ modelTopology }) => (modelTopology.config.layers[0]!.config.units = 333_333_333_333),
    /does not describe a valid model: its layers need more weights than the file contains \(kernel of \[9,333333333333\]\)/,
  ],
  [
    'an unknown layer',
    ({ modelTopology }) => Object.assign(modelTopology.config.layers[0]!, { class_name: 'Den' }),
    /Den/,
  ],
  ['no layers', ({ modelTopology }) => (modelTopology.config.layers = []), /does not describe a valid model/],
  [
    'a negative image shape',
    ({ userDefinedMetadata }) => (userDefinedMetadata.imageShape = [-3, -3]),
    /imageShape/,
  ],
  [
    'an image side of 1.6',
    ({ userDefinedMetadata }) => (userDefinedMetadata.imageShape = [1.6, 5.625]),
    /imageShape/,
  ],
  [
    'class names that are one string',
    ({ userDefinedMetadata }) => (userDefinedMetadata.classNames = 'abc'),
    /list of 3 names/,
  ],
  [
    'numbers as class names',
    ({ userDefinedMetadata }) => (userDefinedMetadata.classNames = [1, 2, 3]),
    /3 names/,
  ],
  [
    'an input scaling that is a number',
    ({ userDefinedMetadata }) => (userDefinedMetadata.inputScaling = 7),
    /input scaling/,
  ],
  [
    'a temperature that is a string',
    ({ userDefinedMetadata }) => (userDefinedMetadata.temperature = 'hot'),
    /found "hot"/,
  ],
  [
    'an accuracy of 98',
    ({ userDefinedMetadata }) => (userDefinedMetadata.test = { accuracy: 98, loss: 1 }),
    /0 to 1/,
  ],
  [
    'a name that is a list',
    ({ userDefinedMetadata }) => (userDefinedMetadata.name = ['x']),
    /name but found/,
  ],
  [
    'training options that are a string',
    ({ userDefinedMetadata }) => (userDefinedMetadata.trainedWith = 'x'),
    /trainedWith/,
  ],
  [
    'a version that is a number',
    ({ userDefinedMetadata }) => (userDefinedMetadata.versions = { a: 1 }),
    /versions/,
  ],
];

test.each(damages)('loadModel() rejects a model.json with %s', async (_, damage, message) => {
  const folder = await storedModel();
  rewrite(folder, damage);
  expect(await refusal(folder)).toMatch(message);
});

test('loadModel() reads a model without checksums', async () => {
  const folder = await storedModel();
  const { sha256, ...model } = modelJson(folder);
  delete model.weightsManifest[0]!.sha256;
  writeFileSync(path.join(folder, 'model.json'), JSON.stringify(model));
  await loadModel(folder);
});

test('saveModel() rejects weights that are not finite, and keeps the existing model', async () => {
  const folder = await storedModel();
  const before = modelJson(folder);
  const model = createDenseClassifier({ hiddenUnits: [], imageShape: [2, 2] });
  model.setWeights(model.getWeights().map((weight) => weight.onesLike().div(0)));
  await expect(saveModel(model, folder)).rejects.toThrow(
    'Saving a model: expected finite weights but "probabilities/kernel" has Infinity at 0. Train it again',
  );
  expect(modelJson(folder)).toEqual(before);
});

describe('loadModel() rejects a model.json', () => {
  const file = (folder: string) => path.join(folder, 'model.json');

  test('of a gigabyte', async () => {
    const folder = await storedModel();
    truncateSync(file(folder), 1e9);
    expect(await refusal(folder)).toBe(
      'expected model.json to have at most 33.6 MB but found 1.0 GB. Save the model again.',
    );
  });

  test('with lists nested 100,000 deep', async () => {
    const folder = await storedModel();
    writeFileSync(file(folder), `${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    expect(await refusal(folder)).toBe(
      'model.json is too large: expected at most 64 lists and objects inside each other but found more. Save the model again.',
    );
  });

  test('with more than 10,000 weights or more than 1,000 layers', async () => {
    const folder = await storedModel();
    rewrite(folder, ({ weightsManifest: [group] }) => {
      group!.weights.push(...new Array(10_000).fill(group!.weights[0]));
    });
    expect(await refusal(folder)).toContain('expected at most 10000 weights but found 10007');
    const other = await storedModel();
    rewrite(other, ({ modelTopology: { config } }) => {
      config.layers.push(...new Array(1000).fill(config.layers[0]));
    });
    expect(await refusal(other)).toContain('expected at most 1000 layers but found 1004');
  });
});

test.skipIf(process.platform === 'win32')(
  'loadModel() rejects a named pipe in place of model.json without waiting for it',
  async () => {
    const folder = temporaryFolder();
    execFileSync('mkfifo', [path.join(folder, 'model.json')]);
    expect(await refusal(folder)).toBe('no readable model.json was found. Check the path.');
  },
);

test('saveModel() rejects a folder in place of model.json before it writes files', async () => {
  const folder = temporaryFolder();
  mkdirSync(path.join(folder, 'model.json'));
  const model = createDenseClassifier({ hiddenUnits: [2], imageShape: [2, 2] });
  await expect(saveModel(model, folder)).rejects.toThrow(
    'a folder has that name (EISDIR). Choose another name.',
  );
  expect(readdirSync(folder)).toEqual(['model.json']);
});
