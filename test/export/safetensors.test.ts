import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createDigitModel, exportSafetensors, setModelMetadata, tf } from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../temporary-folder.js';
import { classifierWithEverything, randomModel } from './models.js';

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

/** Reads the file according to the specification, without the library. */
async function exported(model: Parameters<typeof exportSafetensors>[0]) {
  const { file, bytes } = await exportSafetensors(model, path.join(temporaryFolder(), 'model.safetensors'));
  const content = readFileSync(file);
  expect(content).toHaveLength(bytes);
  const view = new DataView(content.buffer, content.byteOffset, content.length);
  const headerLength = Number(view.getBigUint64(0, true));
  const { __metadata__: metadata, ...entries } = JSON.parse(
    content.subarray(8, 8 + headerLength).toString(),
  ) as Record<string, Entry> & { __metadata__: unknown };
  const numbers = (name: string) => {
    const [begin, end] = entries[name]!.data_offsets;
    return Array.from({ length: (end - begin) / 4 }, (_, index) =>
      view.getFloat32(8 + headerLength + begin + index * 4, true),
    );
  };
  return {
    metadata: metadata as Readonly<Record<string, string>>,
    entries: entries as Readonly<Record<string, Entry>>,
    numbers,
    headerLength,
    dataLength: content.length - 8 - headerLength,
  };
}

describe('exportSafetensors()', () => {
  it('names every weight by the position of its layer, and keeps its shape and values', async () => {
    const model = classifierWithEverything();
    const { entries, numbers } = await exported(model);
    expect(Object.entries(entries).map(([name, { dtype, shape }]) => [name, dtype, shape])).toEqual([
      ['layers.1.kernel', 'F32', [30, 12]],
      ['layers.2.gamma', 'F32', [12]],
      ['layers.2.beta', 'F32', [12]],
      ['layers.2.moving_mean', 'F32', [12]],
      ['layers.2.moving_variance', 'F32', [12]],
      ['layers.5.kernel', 'F32', [12, 9]],
      ['layers.5.bias', 'F32', [9]],
      ['layers.6.beta', 'F32', [9]],
      ['layers.6.moving_mean', 'F32', [9]],
      ['layers.6.moving_variance', 'F32', [9]],
      ['layers.8.kernel', 'F32', [9, 3]],
      ['layers.8.bias', 'F32', [3]],
    ]);
    const weights = model.layers.flatMap((layer) => layer.getWeights());
    expect(Object.keys(entries).map(numbers)).toEqual(weights.map((weight) => [...weight.dataSync()]));
  });

  it('stores the values without gaps, aligned to 8 bytes', async () => {
    const { entries, headerLength, dataLength } = await exported(classifierWithEverything());
    expect(headerLength % 8).toBe(0);
    let offset = 0;
    for (const { data_offsets, shape } of Object.values(entries)) {
      expect(data_offsets).toEqual([offset, offset + 4 * shape.reduce((size, side) => size * side, 1)]);
      offset = data_offsets[1];
    }
    expect(offset).toBe(dataLength);
  });

  it('stores layers, classes, input scaling and temperature as strings in its metadata', async () => {
    const model = classifierWithEverything();
    setModelMetadata(model, { test: { accuracy: 0.9, loss: 0.3 }, trainedWith: { epochs: 3 } });
    const { metadata } = await exported(model);
    expect(Object.values(metadata).every((value) => typeof value === 'string')).toBe(true);
    expect(metadata.name).toBe('everything');
    expect(metadata.inputs).toContain('N × 6 × 5: (pixel / 255 - mean) / standardDeviation');
    expect(metadata.outputs).toContain('N × 3');
    const { name, inputs, outputs, ...others } = metadata;
    const values = Object.fromEntries(Object.entries(others).map(([key, text]) => [key, JSON.parse(text)]));
    expect(values).toMatchObject({
      classNames: ['</script>', 'two"words`', 'Ünï*/'],
      imageShape: [6, 5],
      inputScaling: { mean: 0.3, standardDeviation: 0.4 },
      temperature: 1.7,
      test: { accuracy: 0.9, loss: 0.3 },
      trainedWith: { epochs: 3 },
    });
    expect(values.layers).toHaveLength(model.layers.length);
    expect(values.layers[5]).toMatchObject({
      class_name: 'Dense',
      config: { units: 9, activation: 'relu', use_bias: true },
    });
    expect(values.layers[6]).toMatchObject({ class_name: 'BatchNormalization', config: { scale: false } });
  });

  it('names the weights of a nested network by its position and the positions of its layers', async () => {
    const model = randomModel([
      tf.sequential({ layers: [tf.layers.conv2d({ filters: 2, kernelSize: 3, inputShape: [8, 8, 1] })] }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 2, activation: 'softmax' }),
    ]);
    const { entries } = await exported(model);
    expect(Object.keys(entries)).toEqual([
      'layers.0.layers.0.kernel',
      'layers.0.layers.0.bias',
      'layers.2.kernel',
      'layers.2.bias',
    ]);
    expect(entries['layers.0.layers.0.kernel']!.shape).toEqual([3, 3, 1, 2]);
  });

  it('gives two weights of one layer that have the same name different names', async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.bidirectional({
          layer: tf.layers.simpleRNN({ units: 2 }) as never,
          mergeMode: 'concat',
          inputShape: [4, 3],
        }),
        tf.layers.dense({ units: 2, activation: 'softmax' }),
      ],
    });
    const { entries } = await exported(model);
    expect(Object.keys(entries).filter((name) => name.startsWith('layers.0.kernel'))).toEqual([
      'layers.0.kernel',
      'layers.0.kernel_2',
    ]);
  });

  it('rejects a weight that is not finite, and names it', async () => {
    const model = createDigitModel({ hiddenUnits: [4] });
    const [kernel] = model.layers.at(-1)!.getWeights();
    model.layers.at(-1)!.setWeights([tf.fill(kernel!.shape, Number.NaN), tf.zeros([10])]);
    const place = path.join(temporaryFolder(), 'x.safetensors');
    await expect(exportSafetensors(model, place)).rejects.toThrow(
      /^Exporting model "digit": expected finite weights but "layers\.\d\.kernel" has others/,
    );
  });
});
