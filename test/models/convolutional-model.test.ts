import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  createConvolutionalModel,
  createRandom,
  evaluate,
  exportInferenceModule,
  exportOnnxModel,
  exportSafetensors,
  exportTfjsModel,
  loadModel,
  predictProbabilities,
  saliency,
  saveModel,
  shiftImages,
  train,
} from 'mnist-lab';
import { expect, test } from 'vitest';
import { networkData } from '../../lib/src/export/network-data.js';
import { createPredict } from '../../lib/src/program/javascript/runtime.js';
import { largestDifference, noiseImages } from '../export/models.js';
import { classifyWithPlainTfjs } from '../export/plain-tfjs.js';
import { temporaryFolder } from '../temporary-folder.js';

/** Upright or horizontal bars in random places, which can be told apart only by several pixels together. */
function bars(count: number) {
  const random = createRandom(3);
  const side = 9;
  const images = new Uint8Array(count * side * side);
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 2);
  for (let index = 0; index < count; index++) {
    const [row, column] = [random.integer(side - 4), random.integer(side - 4)];
    for (let step = 0; step < 4; step++) {
      const [down, right] = labels[index] === 0 ? [step, 0] : [0, step];
      images[index * side * side + (row + down) * side + column + right] = 255;
    }
  }
  return { images, labels, count, rows: side, columns: side, classNames: ['upright', 'level'] };
}

const small = {
  filters: [4, 8],
  hiddenUnits: [16],
  imageShape: [9, 9],
  classNames: ['upright', 'level'],
} as const;

test('createConvolutionalModel() stacks convolutions, pooling and dense layers', () => {
  const model = createConvolutionalModel();
  const shapes = model.layers.map(({ name, outputShape }) => `${name} ${outputShape.slice(1).join(' × ')}`);
  expect(model.inputs[0]!.shape).toEqual([null, 784]);
  expect(shapes).toEqual([
    'image 28 × 28 × 1',
    'convolution_1 28 × 28 × 32',
    'pooling_1 14 × 14 × 32',
    'convolution_2 14 × 14 × 64',
    'pooling_2 7 × 7 × 64',
    'features 3136',
    'hidden_1 128',
    'probabilities 10',
  ]);
});

test('createConvolutionalModel() puts pooling after the convolutions named in poolAfter, before batch normalisation', () => {
  const options = { filters: [4, 6, 8], poolAfter: [1, 3], hiddenUnits: [], batchNormalization: true };
  const shapes = createConvolutionalModel(options).layers.map(
    ({ name, outputShape }) => `${name} ${outputShape.slice(1).join(' × ')}`,
  );
  expect(shapes).toEqual([
    'image 28 × 28 × 1',
    'convolution_1 28 × 28 × 4',
    'pooling_1 14 × 14 × 4',
    'normalization_of_convolution_1 14 × 14 × 4',
    'activation_of_convolution_1 14 × 14 × 4',
    'convolution_2 14 × 14 × 6',
    'normalization_of_convolution_2 14 × 14 × 6',
    'activation_of_convolution_2 14 × 14 × 6',
    'convolution_3 14 × 14 × 8',
    'pooling_3 7 × 7 × 8',
    'normalization_of_convolution_3 7 × 7 × 8',
    'activation_of_convolution_3 7 × 7 × 8',
    'features 392',
    'probabilities 10',
  ]);
  expect(createConvolutionalModel({ poolAfter: [] }).getLayer('features').outputShape).toEqual([null, 50176]);
});

test('createConvolutionalModel() considers poolAfter when it counts the weights of the dense layers', () => {
  expect(() => createConvolutionalModel({ filters: [64, 64], poolAfter: [], hiddenUnits: [4000] })).toThrow(
    /64 filters → 64 filters → 50176 → 4000 → 10/,
  );
});

test('createConvolutionalModel() rejects values out of range, an unknown option and a network with too many weights', () => {
  expect(() => createConvolutionalModel({ filters: [0] })).toThrow(/expected filters to be a list of/);
  expect(() => createConvolutionalModel({ kernelSize: 2.5 })).toThrow(
    /expected kernelSize to be a whole number/,
  );
  expect(() => createConvolutionalModel({ filters: [4, 8], poolAfter: [1, 3] })).toThrow(
    /expected poolAfter to name convolutions 1 to 2 but found 3/,
  );
  expect(() => createConvolutionalModel({ kernel: 3 } as object)).toThrow(/unknown option "kernel"/);
  expect(() => createConvolutionalModel({ filters: [1e6, 1e6] })).toThrow(
    /weights but found [\d,]+ in 1000000 filters → 1000000 filters → 49000000 → 128 → 10. Take fewer filters/,
  );
});

test('createConvolutionalModel() accepts an empty list of filters, and more pooling layers than the image can be halved', () => {
  const images = noiseImages(3, 15);
  for (const filters of [[2, 2, 2, 2], []])
    expect(
      predictProbabilities(createConvolutionalModel({ filters, imageShape: [5, 3] }), images),
    ).toHaveLength(30);
});

test.each([
  { batchNormalization: false, dropoutRate: 0 },
  { batchNormalization: true, dropoutRate: 0.1, activation: 'gelu' as const, kernelSize: 2 },
])(
  'a convolutional network with %j can be trained, saved, loaded and passed to saliency()',
  async (options) => {
    const images = bars(400);
    const model = createConvolutionalModel({ ...small, ...options });
    const history = await train(model, images, { epochs: 12, batchSize: 20, learningRate: 0.01 });
    expect(history.engine).toBe('graph');
    expect(evaluate(model, images).accuracy).toBeGreaterThan(0.95);
    const folder = temporaryFolder();
    await saveModel(model, folder);
    const loaded = await loadModel(folder);
    expect(predictProbabilities(loaded, images)).toEqual(predictProbabilities(model, images));
    const { values } = saliency(model, { images: images.images.subarray(0, 162), count: 2 });
    expect(values.some((value) => value !== 0)).toBe(true);
  },
);

test('a resumed training run of a convolutional network ends with the weights of an uninterrupted one', async () => {
  const images = bars(100);
  const trained = async (directory: string, lastEpoch: number) => {
    const stop = new AbortController();
    const model = createConvolutionalModel({ ...small, dropoutRate: 0.2 });
    await train(model, images, {
      epochs: 2,
      batchSize: 20,
      checkpoint: { directory, resume: true },
      signal: stop.signal,
      onEpochEnd: ({ epoch }) => {
        if (epoch === lastEpoch) stop.abort();
      },
    });
    return model.getWeights().map((weight) => weight.dataSync());
  };
  const folder = temporaryFolder();
  await trained(folder, 1);
  expect(await trained(folder, 2)).toEqual(await trained(temporaryFolder(), 2));
});

test('the JavaScript and TensorFlow.js exports of a convolutional network predict as the library does, and a TypeScript module, ONNX and safetensors can be written', async () => {
  const model = createConvolutionalModel({ ...small, batchNormalization: true });
  await train(model, shiftImages(bars(100), { right: 1 }), { epochs: 1, batchSize: 20 });
  const images = noiseImages(20, 81);
  expect(largestDifference(model, images, createPredict(networkData(model, 32)))).toBeLessThan(1e-5);
  const folder = temporaryFolder();
  await exportTfjsModel(model, folder);
  const plain = await classifyWithPlainTfjs(folder, images, [20, 81]);
  const expected = predictProbabilities(model, images);
  plain.probabilities.forEach((value, index) => {
    expect(Math.abs(value - expected[index]!)).toBeLessThan(1e-5);
  });
  const module = await exportInferenceModule(model, path.join(folder, 'model.ts'));
  const code = readFileSync(module.file, 'utf8');
  expect(code).toContain('images of 9 × 9 pixels to 2 classes');
  const onnx = await exportOnnxModel(model, path.join(folder, 'model.onnx'));
  expect(readFileSync(onnx.file).includes('Conv')).toBe(true);
  const tensors = await exportSafetensors(model, path.join(folder, 'model.safetensors'));
  expect(readFileSync(tensors.file, 'utf8')).toContain('"layers.1.kernel":{"dtype":"F32","shape":[3,3,1,4]');
});
