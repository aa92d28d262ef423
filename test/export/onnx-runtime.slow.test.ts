import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {
  createConvolutionalModel,
  createDigitModel,
  exportOnnxModel,
  modelMetadata,
  predictProbabilities,
  setModelMetadata,
  tf,
} from 'mnist-lab';
import { beforeAll, expect, test } from 'vitest';
import { describedModel, modelDescriptions } from '../layers/generated-models.js';
import { temporaryFolder } from '../temporary-folder.js';
import { classifierWithEverything, noiseImages, randomModel } from './models.js';
import { installOnnxRuntime, type OnnxRuntime } from './onnx-runtime.js';

let onnx: OnnxRuntime;
beforeAll(() => {
  onnx = installOnnxRuntime();
}, 300_000);

/** The largest difference between the library's probabilities and those of ONNX Runtime. */
async function largestDifference(model: ReturnType<typeof tf.sequential>, count: number, folder: string) {
  const { imageShape, classNames } = modelMetadata(model);
  const images = noiseImages(count, imageShape[0] * imageShape[1]);
  const { file } = await exportOnnxModel(model, path.join(folder, 'model.onnx'));
  const session = await onnx.InferenceSession.create(readFileSync(file));
  const pixels = new onnx.Tensor('uint8', images, [count, ...imageShape]);
  const { data } = (await session.run({ pixels })).probabilities!;
  await session.release();
  const expected = predictProbabilities(model, images);
  expect(data).toHaveLength(count * classNames.length);
  return expected.reduce((largest, value, index) => {
    const difference = Math.abs(value - data[index]!);
    return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(largest, difference);
  }, 0);
}

test('ONNX Runtime gives the probabilities of the library, for generated networks', {
  timeout: 300_000,
}, async () => {
  const folder = temporaryFolder();
  await fc.assert(
    fc.asyncProperty(modelDescriptions, async (description) => {
      const model = describedModel(description);
      expect(await largestDifference(model, 20, folder)).toBeLessThan(1e-5);
      model.dispose();
    }),
    { numRuns: 300, seed: 1, endOnFailure: true },
  );
});

test('ONNX Runtime gives the probabilities of the library, for convolutional networks with and without batch normalisation', async () => {
  for (const batchNormalization of [false, true]) {
    const model = createConvolutionalModel({ filters: [4, 8], hiddenUnits: [16], batchNormalization });
    expect(await largestDifference(model, 20, temporaryFolder())).toBeLessThan(1e-5);
  }
});

test.each([1, 7])(
  'ONNX Runtime gives the probabilities of the library, for a batch size of %d',
  async (count) => {
    expect(await largestDifference(classifierWithEverything(), count, temporaryFolder())).toBeLessThan(1e-5);
  },
);

test('an ONNX file applies the temperature even if the network does not end in a softmax', async () => {
  const model = randomModel([tf.layers.dense({ units: 4, activation: 'sigmoid', inputShape: [12] })]);
  setModelMetadata(model, { temperature: 2.5 });
  expect(await largestDifference(model, 20, temporaryFolder())).toBeLessThan(1e-5);
});

test('ONNX Runtime gives the probabilities of the library, for a network as large as those of the lessons', async () => {
  const options = { hiddenUnits: [768, 384], batchNormalization: true, activation: 'gelu' } as const;
  const model = createDigitModel({ ...options, inputScaling: { mean: 0.13, standardDeviation: 0.31 } });
  expect(await largestDifference(model, 100, temporaryFolder())).toBeLessThan(1e-5);
});

test('an ONNX file names its input and output, and rejects pixels that are not bytes', async () => {
  const { file } = await exportOnnxModel(
    classifierWithEverything(),
    path.join(temporaryFolder(), 'model.onnx'),
  );
  const session = await onnx.InferenceSession.create(file);
  expect([session.inputNames, session.outputNames]).toEqual([['pixels'], ['probabilities']]);
  const scaled = new onnx.Tensor(
    'float32' as 'uint8',
    new Float32Array(30) as unknown as Uint8Array,
    [1, 6, 5],
  );
  await expect(session.run({ pixels: scaled })).rejects.toThrow(/Unexpected input data type.*uint8/);
  await session.release();
});
