import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Sequential } from '@tensorflow/tfjs-node';
import { createDenseClassifier, loadModel, modelMetadata, predictProbabilities, tf } from 'mnist-lab';
import { describe, expect, test } from 'vitest';
import { tensorsInUse } from '../collect-garbage.js';
import { temporaryFolder } from '../temporary-folder.js';
import type { ModelJson } from './stored-model.js';

const images = Uint8Array.from({ length: 6 * 16 }, (_, index) => (index * 37) % 256);
const small = () =>
  createDenseClassifier({ hiddenUnits: [5], imageShape: [4, 4], classCount: 3, batchNormalization: true });

/** Saves a model with tfjs alone. */
async function saveWithTfjs(model: Sequential, options: object = {}): Promise<string> {
  const folder = temporaryFolder();
  await model.save(`file://${folder}`, options);
  return folder;
}

function change(folder: string, edit: (model: ModelJson) => void): void {
  const file = path.join(folder, 'model.json');
  const model = JSON.parse(readFileSync(file, 'utf8'));
  edit(model);
  writeFileSync(file, JSON.stringify(model));
}

describe('loadModel() reads models of other tools with', () => {
  test('weights in several files and groups, in folders of their own', async () => {
    const model = small();
    const folder = await saveWithTfjs(model);
    const bytes = readFileSync(path.join(folder, 'weights.bin'));
    rmSync(path.join(folder, 'weights.bin'));
    mkdirSync(path.join(folder, 'parts'));
    const cut = 16 * 5 * 4; // After the first weight.
    const parts = {
      'a.bin': bytes.subarray(0, 7),
      'b.bin': bytes.subarray(7, cut),
      'parts/c.bin': bytes.subarray(cut),
    };
    for (const [name, part] of Object.entries(parts)) writeFileSync(path.join(folder, name), part);
    change(folder, (json) => {
      const { weights } = json.weightsManifest[0]!;
      json.weightsManifest = [
        { paths: ['a.bin', 'b.bin'], weights: weights.slice(0, 1) },
        { paths: ['./parts/c.bin'], weights: weights.slice(1) },
      ];
    });
    const loaded = await loadModel(folder);
    expect(predictProbabilities(loaded, images)).toEqual(predictProbabilities(model, images));
    expect(modelMetadata(loaded)).toMatchObject({
      imageShape: [4, 4],
      classNames: ['0', '1', '2'],
      temperature: 1,
    });
  });

  test('weights of the optimizer', async () => {
    const model = small();
    await model.fit(tf.ones([4, 16]), tf.oneHot(tf.tensor1d([0, 1, 2, 0], 'int32'), 3), { verbose: 0 });
    const folder = await saveWithTfjs(model, { includeOptimizer: true });
    const { weightsManifest } = JSON.parse(readFileSync(path.join(folder, 'model.json'), 'utf8'));
    expect(weightsManifest[0].weights.some(({ group }: { group: string }) => group === 'optimizer')).toBe(
      true,
    );
    expect(predictProbabilities(await loadModel(folder), images)).toEqual(
      predictProbabilities(model, images),
    );
  });

  test.each(['uint8', 'uint16', 'float16'] as const)('weights quantized as %s', async (dtype) => {
    const model = small();
    const folder = await saveWithTfjs(model);
    const parts: Buffer[] = [];
    const weights = model.getWeights().map((weight) => weight.dataSync());
    change(folder, ({ weightsManifest: [group] }) => {
      for (const [index, spec] of group!.weights.entries()) {
        const { quantization, bytes } = quantize(Float32Array.from(weights[index]!), dtype);
        spec.quantization = quantization;
        parts.push(bytes);
      }
    });
    writeFileSync(path.join(folder, 'weights.bin'), Buffer.concat(parts));
    const [found, wanted] = [await loadModel(folder), model].map((each) =>
      predictProbabilities(each, images),
    );
    for (const [index, probability] of found!.entries())
      expect(Math.abs(probability - wanted![index]!)).toBeLessThan(0.02);
  });

  test('a topology in the format of Keras', async () => {
    const model = small();
    const folder = await saveWithTfjs(model);
    change(folder, (json) => {
      const envelope = { keras_version: '2.15.0', backend: 'tensorflow', model_config: json.modelTopology };
      Object.assign(json, { modelTopology: envelope });
    });
    expect(predictProbabilities(await loadModel(folder), images)).toEqual(
      predictProbabilities(model, images),
    );
  });

  test('metadata of another tool', async () => {
    const folder = await saveWithTfjs(small());
    change(folder, (json) =>
      Object.assign(json, { userDefinedMetadata: { labels: ['a'], name: 'theirs', test: null } }),
    );
    expect(modelMetadata(await loadModel(folder))).toMatchObject({
      name: 'theirs',
      classNames: ['0', '1', '2'],
    });
    change(folder, (json) => Object.assign(json, { userDefinedMetadata: null }));
    await loadModel(folder);
  });

  test('initializers and layers of classes registered with TensorFlow.js, including integer weights', async () => {
    const model = tf.sequential({
      layers: [
        new Permutation({ inputShape: [16] }),
        tf.layers.dense({ units: 3, activation: 'softmax', kernelInitializer: new Sevenths() as never }),
      ],
    });
    const folder = await saveWithTfjs(model);
    const { weightsManifest } = JSON.parse(readFileSync(path.join(folder, 'model.json'), 'utf8'));
    expect(weightsManifest[0].weights.map(({ dtype }: { dtype: string }) => dtype)).toEqual([
      'float32',
      'float32',
      'int32',
    ]);
    expect(predictProbabilities(await loadModel(folder), images)).toEqual(
      predictProbabilities(model, images),
    );
  });
});

test('loadModel() rejects models with several outputs and graph models, and leaks no tensors', async () => {
  const input = tf.input({ shape: [16] });
  const outputs = [3, 4].map((units) => tf.layers.dense({ units }).apply(input) as typeof input);
  const folder = temporaryFolder();
  await tf.model({ inputs: input, outputs }).save(`file://${folder}`);
  const before = await tensorsInUse();
  await expect(loadModel(folder)).rejects.toThrow('expected a model of one output but found one of 2');
  expect(tf.memory().numTensors).toBe(before);
  writeFileSync(
    path.join(folder, 'model.json'),
    JSON.stringify({ format: 'graph-model', modelTopology: {} }),
  );
  await expect(loadModel(folder)).rejects.toThrow(/holds a graph model, expected a layers model/);
});

/** A layer with integer weights. */
class Permutation extends tf.layers.Layer {
  static className = 'Permutation';
  private order: { read(): ReturnType<typeof tf.tensor> } | undefined;

  override build(): void {
    const order = Array.from({ length: 16 }, (_, index) => (index * 5) % 16);
    this.order = this.addWeight('order', [16], 'int32', tf.initializers.zeros(), undefined, false);
    this.setWeights([tf.tensor1d(order, 'int32')]);
    this.built = true;
  }

  override call(inputs: ReturnType<typeof tf.tensor>[]): ReturnType<typeof tf.tensor> {
    const [input] = [inputs].flat() as ReturnType<typeof tf.tensor>[];
    return tf.gather(input!, this.order!.read().toInt() as never, 1);
  }
}
tf.serialization.registerClass(Permutation as never);

const Initializer = Object.getPrototypeOf(tf.initializers.zeros().constructor) as new () => object;

/** An initializer that this library does not know. */
class Sevenths extends Initializer {
  static className = 'Sevenths';

  getClassName(): string {
    return 'Sevenths';
  }

  apply(shape: number[]): ReturnType<typeof tf.tensor> {
    return tf.fill(shape, 1 / 7);
  }

  getConfig(): object {
    return {};
  }

  static fromConfig(): Sevenths {
    return new Sevenths();
  }
}
tf.serialization.registerClass(Sevenths as never);

function quantize(
  values: Float32Array,
  dtype: 'uint8' | 'uint16' | 'float16',
): { quantization: object; bytes: Buffer } {
  if (dtype === 'float16') return { quantization: { dtype }, bytes: halves(values) };
  const [min, max] = [Math.min(...values), Math.max(...values)];
  const steps = dtype === 'uint8' ? 255 : 65535;
  const scale = (max - min) / steps || 1;
  const numbers = Array.from(values, (value) => Math.round((value - min) / scale));
  const bytes = dtype === 'uint8' ? Buffer.from(numbers) : Buffer.from(Uint16Array.from(numbers).buffer);
  return { quantization: { dtype, scale, min }, bytes };
}

/** Converts to 16-bit floats. It truncates the digits, and replaces values below 2⁻¹⁴ by 0. */
function halves(values: Float32Array): Buffer {
  const bits = new Uint32Array(values.slice().buffer);
  const numbers = Array.from(bits, (bit) => {
    const exponent = ((bit >>> 23) & 255) - 112;
    return exponent <= 0 ? 0 : ((bit >>> 16) & 0x8000) | (exponent << 10) | ((bit >>> 13) & 0x3ff);
  });
  return Buffer.from(Uint16Array.from(numbers).buffer);
}

test('loadModel() rejects weights with more dimensions than tensors can have, before it allocates memory', async () => {
  const folder = await saveWithTfjs(
    tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [9] }), tf.layers.prelu({})] }),
  );
  for (const axis of [7, 1_000_000_000, 4_294_967_295]) {
    change(folder, ({ modelTopology }) => {
      Object.assign(modelTopology.config.layers[1]!.config, { shared_axes: [axis] });
    });
    await expect(loadModel(folder)).rejects.toThrow(`alpha has ${axis} dimensions, of at most 6`);
  }
});
