import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadModel, modelMetadata, modelReading, predictProbabilities, saveModel, tf } from 'mnist-lab';
import { describe, expect, it, test } from 'vitest';
import { temporaryFolder } from '../temporary-folder.js';
import { brightnessImages, madeElsewhere, wantedProbability } from './made-elsewhere.js';

type Fields = Record<string, unknown>;
interface Entry {
  class_name: string;
  config: Fields;
  name?: string;
  inbound_nodes?: unknown;
}
interface File {
  modelTopology: { class_name: string; config: { name: string; layers: Entry[] } & Fields };
  weightsManifest: { paths: string[]; weights: { name: string; shape: number[]; dtype: string }[] }[];
}

const { images, brightness } = brightnessImages('grey without channel');
const wanted = brightness.flatMap((each) => [1 - wantedProbability(each), wantedProbability(each)]);

async function saved(scaling: 'none' | 'rescaling to 0..1' = 'none'): Promise<string> {
  const folder = temporaryFolder();
  await madeElsewhere('grey without channel', scaling, 'softmax').save(`file://${folder}`);
  return folder;
}

function change(folder: string, edit: (file: File) => void): void {
  const file = path.join(folder, 'model.json');
  const content = JSON.parse(readFileSync(file, 'utf8')) as File;
  edit(content);
  writeFileSync(file, JSON.stringify(content));
}

/** Adds 32-bit weights. */
function addWeights(
  folder: string,
  weights: Readonly<Record<string, readonly number[]>>,
  dtype = 'float32',
): void {
  change(folder, ({ weightsManifest: [group] }) => {
    const file = path.join(folder, group!.paths[0]!);
    const numbers = Object.values(weights).flat();
    const more = dtype === 'float32' ? Float32Array.from(numbers) : Int32Array.from(numbers);
    writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from(more.buffer)]));
    for (const [name, values] of Object.entries(weights))
      group!.weights.push({ name, shape: values.length === 1 ? [] : [values.length], dtype });
  });
}

/** Rewrites a sequential model as Keras writes a functional one. `tensor` returns the source of a layer's input. */
function makeFunctional({ modelTopology }: File, tensor: (name: string) => unknown, single = false): void {
  const { layers } = modelTopology.config;
  modelTopology.class_name = 'Functional';
  layers.forEach((layer, index) => {
    layer.name = String(layer.config.name);
    layer.inbound_nodes = index === 0 ? [] : [tensor(String(layers[index - 1]!.config.name))];
  });
  const place = (layer: Entry) => (single ? [layer.name, 0, 0] : [[layer.name, 0, 0]]);
  modelTopology.config.input_layers = place(layers[0]!);
  modelTopology.config.output_layers = place(layers.at(-1)!);
}

/** Changes every layer to the form that Keras 3 writes. */
function makeKeras3({ modelTopology, weightsManifest }: File): void {
  for (const layer of modelTopology.config.layers) {
    const { batch_input_shape, ...config } = layer.config;
    const policy = {
      module: 'keras',
      class_name: 'DTypePolicy',
      config: { name: 'float32' },
      registered_name: null,
    };
    Object.assign(layer, { module: 'keras.layers', registered_name: null, build_config: {} });
    layer.config = {
      ...config,
      dtype: policy,
      ...(batch_input_shape ? { batch_shape: batch_input_shape } : {}),
    };
  }
  for (const spec of weightsManifest[0]!.weights) spec.name = `sequential/${spec.name}`;
}

const history = (name: string) => ({
  args: [
    {
      class_name: '__keras_tensor__',
      config: { shape: [null, 24], dtype: 'float32', keras_history: [name, 0, 0] },
    },
  ],
  kwargs: { training: false },
});

const writings: Readonly<Record<string, (file: File) => void>> = {
  'a linear functional model of Keras 2': (file) => makeFunctional(file, (name) => [[name, 0, 0, {}]]),
  'a sequential model of Keras 3': makeKeras3,
  'a linear functional model of Keras 3': (file) => {
    makeKeras3(file);
    makeFunctional(file, history, true);
  },
  'a sequential model with layers that are active only during training': ({ modelTopology: { config } }) => {
    const [input, ...rest] = config.layers;
    const { batch_input_shape } = input!.config;
    const flip = {
      class_name: 'RandomFlip',
      config: { name: 'random_flip', mode: 'horizontal', batch_input_shape },
    };
    const zoom = { class_name: 'RandomZoom', config: { name: 'random_zoom', height_factor: 0.2 } };
    config.layers = [flip, ...rest.slice(0, 1), zoom, ...rest.slice(1)];
  },
  'a functional model with layers that are active only during training': (file) => {
    const { layers } = file.modelTopology.config;
    layers.splice(1, 0, { class_name: 'RandomRotation', config: { name: 'random_rotation', factor: 0.1 } });
    makeFunctional(file, (name) => [[name, 0, 0, {}]]);
  },
};

describe('loadModel() reads', () => {
  it.each(Object.keys(writings))('%s', async (writing) => {
    const folder = await saved();
    change(folder, writings[writing]!);
    const model = await loadModel(folder);
    expect(model).toBeInstanceOf(tf.Sequential);
    const { notes } = modelReading(model);
    expect(notes.length > 0).toBe(writing.includes('during training'));
    for (const note of notes)
      expect(note).toMatch(/^layer random_\w+ \(Random\w+\) was left out: it only acts in training$/);
    const again = temporaryFolder();
    await saveModel(model, again);
    for (const each of [model, await loadModel(again), await loadModel(path.join(folder, 'model.json'))])
      predictProbabilities(each, images).forEach((found, index) => {
        expect(Math.abs(found - wanted[index]!)).toBeLessThan(1e-4);
      });
  });

  it.each([
    ['for all pixels', -1, [2]],
    ['for each column', 2, [0, 1, 2, 3]],
  ] as const)('the Keras layer Normalization %s', async (_name, axis, offsets) => {
    // The model expects 0..1 after a normalisation of 0..255: with mean m and deviation 255 it gets x / 255 - m / 255.
    for (const inConfiguration of [false, true]) {
      const folder = await saved();
      const means = offsets.map((offset) => offset * 1e-4);
      const variances = offsets.map(() => 255 ** 2);
      change(folder, ({ modelTopology: { config } }) => {
        const numbers = inConfiguration ? { mean: means, variance: variances } : {};
        const layer = {
          class_name: 'Normalization',
          config: { name: 'normalization', axis: [axis], ...numbers },
        };
        config.layers.splice(1, 0, layer);
      });
      if (!inConfiguration) {
        addWeights(folder, { 'normalization/mean': means, 'normalization/variance': variances });
        addWeights(folder, { 'normalization/count': [0] }, 'int32');
      }
      const model = await loadModel(folder);
      expect(modelReading(model).input).toMatchObject({ range: '0..255', rangeSource: 'layers' });
      predictProbabilities(model, images).forEach((found, index) => {
        expect(Math.abs(found - wanted[index]!)).toBeLessThan(1e-4);
      });
    }
  });

  it('a functional model with branches, as a sequential model that contains it', async () => {
    const input = tf.input({ shape: [6, 4] });
    const flat = tf.layers.flatten().apply(input) as typeof input;
    const [one, other] = [1, 2].map(() => tf.layers.dense({ units: 3 }).apply(flat) as typeof input);
    const sum = tf.layers.add().apply([one!, other!]) as typeof input;
    const made = tf.model({ inputs: input, outputs: sum });
    const folder = temporaryFolder();
    await made.save(`file://${folder}`);
    const model = await loadModel(folder);
    expect(model).toBeInstanceOf(tf.Sequential);
    expect(modelReading(model)).toMatchObject({ input: { rows: 6, columns: 4 }, output: { kind: 'logits' } });
    const scaled = tf.tensor(images, [8, 6, 4], 'float32').div(255);
    const expected = tf.softmax(made.predict(scaled) as ReturnType<typeof tf.tensor>).dataSync();
    predictProbabilities(model, images).forEach((found, index) => {
      expect(Math.abs(found - expected[index]!)).toBeLessThan(1e-5);
    });
  });
});

test('loadModel() rejects an unknown layer, and other file formats, with a message that states the reason and the remedy', async () => {
  // Every object inherits the last two names.
  for (const unknown of ['GaussianBlob', '', 'toString', '__proto__']) {
    const folder = await saved();
    change(folder, ({ modelTopology }) => {
      modelTopology.config.layers.splice(1, 0, { class_name: unknown, config: { name: 'blob' } });
    });
    await expect(loadModel(folder)).rejects.toThrow(
      `layer "blob" is a "${unknown}", which TensorFlow.js does not have. Export the model without that layer`,
    );
  }
  for (const [name, advice] of [
    ['model.keras', 'tensorflowjs_converter --input_format=keras model.h5 folder'],
    ['weights.h5', 'tensorflowjs_converter'],
    ['saved_model.pb', 'a SavedModel of TensorFlow'],
    ['digits.tflite', 'Export it as TensorFlow.js'],
    ['converted_tfjs.zip', 'Unpack it'],
  ] as const) {
    const other = path.join(temporaryFolder(), 'model');
    mkdirSync(other);
    writeFileSync(path.join(other, name), 'PK');
    for (const place of [other, path.join(other, name)]) {
      const failure = await loadModel(place).catch((error: Error) => error.message);
      expect(failure).toContain(advice);
      expect(failure).toContain(name);
    }
  }
});

describe('loadModel() reads class names from', () => {
  it('the metadata.json of Teachable Machine, and then uses its cropping and its pixel range', async () => {
    const folder = temporaryFolder();
    await madeElsewhere('colour, channels last', 'none', 'softmax').save(`file://${folder}`);
    const labels = ['Blue cups', 'Red cups'];
    const metadata = { tfjsVersion: '1.3.1', packageName: '@teachablemachine/image', labels, imageSize: 6 };
    writeFileSync(path.join(folder, 'metadata.json'), JSON.stringify(metadata));
    expect(modelReading(await loadModel(folder))).toMatchObject({
      input: { rows: 6, columns: 4, channels: 3, range: '-1..1', rangeSource: 'given' },
      output: { classNames: labels },
      preprocessing: 'crop',
    });
    writeFileSync(path.join(folder, 'metadata.json'), JSON.stringify({ ...metadata, labels: ['Blue cups'] }));
    await expect(loadModel(folder)).rejects.toThrow('expected 2 class names in metadata.json');
  });

  it.each([
    ['labels.txt', '0 shoe\r\n1 running shoe\r\n', ['shoe', 'running shoe']],
    ['class_names.txt', 'cat\ndog', ['cat', 'dog']],
  ])('%s, unless the model has saved ones', async (name, text, names) => {
    const folder = await saved();
    writeFileSync(path.join(folder, name), text);
    const model = await loadModel(folder);
    expect(modelMetadata(model).classNames).toEqual(names);
    // Names saved with a model take precedence over a file next to it.
    await saveModel(model, folder);
    writeFileSync(path.join(folder, name), 'a\nb\nc');
    expect(modelMetadata(await loadModel(folder)).classNames).toEqual(names);
  });

  it.each(['labels.txt', 'class_names.txt', 'classes.txt'])(
    'regular files only, and rejects %s if it is a named pipe',
    async (name) => {
      const folder = await saved();
      execFileSync('mkfifo', [path.join(folder, name)]);
      await expect(loadModel(folder)).rejects.toThrow(`${name}: expected a file but found a pipe`);
    },
  );
});

test('modelReading() rejects a model whose input does not have the shape of an image', async () => {
  for (const [shape, message] of [
    [[24], '24 numbers, with unknown rows and columns'],
    [[6, 4, 2], '6 × 4 × 2 numbers, of which neither 1 nor 3 are channels'],
    [[3, 2, 2, 2], '3 × 2 × 2 × 2 numbers'],
  ] as const) {
    const model = tf.sequential();
    model.add(tf.layers.inputLayer({ inputShape: [...shape] }));
    if (shape.length > 1) model.add(tf.layers.flatten());
    model.add(tf.layers.dense({ units: 2, activation: 'softmax' }));
    expect(() => modelReading(model)).toThrow(message);
  }
});
