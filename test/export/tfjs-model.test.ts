import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {
  createDigitModel,
  exportTfjsModel,
  fitOodDetector,
  loadModel,
  modelMetadata,
  predictProbabilities,
  setModelMetadata,
  tf,
} from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import { oodScore } from '../../lib/src/models/ood-score.js';
import { describedModel, modelDescriptions } from '../layers/generated-models.js';
import { smallDataset } from '../small-dataset.js';
import { temporaryFolder } from '../temporary-folder.js';
import { classifierWithEverything, noiseImages, randomModel } from './models.js';
import { classifyWithPlainTfjs, runDescription } from './plain-tfjs.js';

type Model = ReturnType<typeof tf.sequential>;

/** The largest difference between two lists of probabilities. */
function difference(some: ArrayLike<number>, others: ArrayLike<number>): number {
  expect(some).toHaveLength(others.length);
  const differences = Array.from(some, (value, index) => Math.abs(value - others[index]!));
  return differences.some(Number.isNaN) ? Number.POSITIVE_INFINITY : Math.max(...differences);
}

/** The predictions of plain tfjs for unscaled pixels with an exported folder. */
async function classify(folder: string, pixels: Uint8Array, shape: readonly number[]) {
  const loaded = await tf.loadLayersModel(`file://${folder}/model.json`);
  const probabilities = tf.tidy(() =>
    (loaded.predict(tf.tensor(pixels, [...shape], 'float32')) as ReturnType<typeof tf.tensor>).dataSync(),
  );
  loaded.dispose();
  return probabilities;
}

describe('a model written by exportTfjsModel()', () => {
  it('maps pixels to calibrated probabilities in plain TensorFlow.js', async () => {
    const folder = temporaryFolder();
    const model = classifierWithEverything();
    await exportTfjsModel(model, folder);
    const images = noiseImages(20, 30);
    const { probabilities, metadata } = await classifyWithPlainTfjs(folder, images, [20, 6, 5]);
    expect(difference(probabilities, predictProbabilities(model, images))).toBeLessThan(2e-6);
    expect(metadata).toMatchObject({
      classNames: ['</script>', 'two"words`', 'Ünï*/'],
      takes: 'Pixels as numbers from 0 (background) to 255, not scaled: N × 6 × 5, row by row',
      needs: `@tensorflow/tfjs ${tf.version.tfjs} or a newer 4`,
    });
  });

  it('maps pixels to calibrated probabilities for generated networks', async () => {
    const folder = temporaryFolder();
    await fc.assert(
      fc.asyncProperty(modelDescriptions, async (description) => {
        // tfjs writes this class name in a form that it cannot read.
        fc.pre(!JSON.stringify(description).includes('gelu_new'));
        const model = describedModel(description);
        await exportTfjsModel(model, folder);
        const images = noiseImages(10, 12);
        const shape = [10, ...model.inputs[0]!.shape.slice(1)] as number[];
        const probabilities = await classify(folder, images, shape);
        expect(difference(probabilities, predictProbabilities(model, images))).toBeLessThan(1e-5);
        model.dispose();
      }),
      { numRuns: 25, seed: 1 },
    );
  });

  const { layers } = tf;
  const softmax = () => layers.dense({ units: 3, activation: 'softmax' });
  const endings: Readonly<Record<string, () => Model>> = {
    'dropout after the softmax': () =>
      randomModel([layers.elu({ inputShape: [12] }), softmax(), layers.dropout({ rate: 0.5 })]),
    'its softmax inside a nested model': () =>
      randomModel([
        layers.dense({ units: 5, inputShape: [12] }),
        tf.sequential({ layers: [layers.dense({ units: 3, activation: 'softmax', inputShape: [5] })] }),
      ]),
    'layers with the names that the export adds': () =>
      randomModel([
        layers.dense({ units: 5, inputShape: [12], name: 'pixels_to_inputs' }),
        layers.dense({ units: 5, name: 'temperature' }),
        layers.dense({ units: 3, activation: 'softmax', name: 'softmax' }),
      ]),
  };
  it.each(Object.entries(endings))(
    'gives the same probabilities if the original model has %s',
    async (_, make) => {
      const folder = temporaryFolder();
      const model = make();
      setModelMetadata(model, { temperature: 0.6, inputScaling: { mean: 0.2, standardDeviation: 0.5 } });
      await exportTfjsModel(model, folder);
      const images = noiseImages(10, 12);
      const probabilities = await classify(folder, images, [10, 12]);
      expect(difference(probabilities, predictProbabilities(model, images))).toBeLessThan(2e-6);
    },
  );

  it('is described in a MODEL.md whose example code runs unchanged', async () => {
    const folder = temporaryFolder();
    const model = classifierWithEverything();
    await exportTfjsModel(model, folder);
    const pixels = noiseImages(1, 30);
    const probabilities = predictProbabilities(model, pixels);
    const { classNames } = modelMetadata(model);
    const name = classNames[probabilities.indexOf(Math.max(...probabilities))];
    expect(await runDescription(folder, pixels)).toBe(name);
    expect(readFileSync(path.join(folder, 'MODEL.md'), 'utf8')).toContain(
      '- **Takes**: Pixels as numbers from 0',
    );
  });

  it('is loaded by this library with the same predictions and out-of-distribution scores', async () => {
    const folder = temporaryFolder();
    const model = createDigitModel({ hiddenUnits: [8], imageShape: [4, 3], classCount: 3 });
    setModelMetadata(model, { temperature: 1.6, inputScaling: { mean: 0.3, standardDeviation: 0.4 } });
    const dataset = smallDataset();
    fitOodDetector(model, dataset);
    await exportTfjsModel(model, folder);
    const loaded = await loadModel(folder);
    const expected = predictProbabilities(model, dataset);
    const probabilities = predictProbabilities(loaded, dataset);
    expect(difference(probabilities, expected)).toBeLessThan(2e-6);
    const distance = (of: Model, answer: Float32Array) => {
      const { oodDetector, temperature } = modelMetadata(of);
      return oodScore(answer, oodDetector!, temperature);
    };
    for (let start = 0; start < 30; start += 3)
      expect(distance(loaded, probabilities.subarray(start, start + 3))).toBeCloseTo(
        distance(model, expected.subarray(start, start + 3)),
        2,
      );
    // Exporting the model again adds no second scaling layer.
    await exportTfjsModel(loaded, path.join(folder, 'again'));
    const again = await loadModel(path.join(folder, 'again'));
    expect(again.layers.map(({ name }) => name)).toEqual(loaded.layers.map(({ name }) => name));
  });
});

describe('exportTfjsModel()', () => {
  it('splits weights into files of at most 4 MiB', async () => {
    const folder = temporaryFolder();
    const model = createDigitModel({ hiddenUnits: [1500], batchNormalization: true, dropoutRate: 0.1 });
    const files = await exportTfjsModel(model, path.join(folder, 'digit'));
    expect(files.map(({ file }) => path.basename(file))).toEqual([
      'MODEL.md',
      expect.stringMatching(/^weights-.*-1of2\.bin$/),
      expect.stringMatching(/^weights-.*-2of2\.bin$/),
      'model.json',
    ]);
    for (const { file, bytes } of files) {
      expect(statSync(file).size).toBe(bytes);
      expect(bytes).toBeLessThanOrEqual(4 * 1024 * 1024);
    }
  });

  it('removes old weight files, so that seven exports into one folder leave at most six files', async () => {
    const folder = temporaryFolder();
    for (let seed = 1; seed <= 7; seed++) await exportTfjsModel(createDigitModel({ seed }), folder);
    expect(readdirSync(folder).length).toBeLessThanOrEqual(6);
  });

  it('rejects a calibrated model whose last layer is not a softmax, and writes nothing', async () => {
    const folder = temporaryFolder();
    const model = randomModel([
      tf.layers.dense({ units: 3, activation: 'softmax', inputShape: [12] }),
      tf.layers.reshape({ targetShape: [1, 3], name: 'end' }),
    ]);
    setModelMetadata(model, { temperature: 2 });
    await expect(exportTfjsModel(model, folder)).rejects.toThrow(
      /expected a softmax at the end, which its temperature of 2 belongs to, but found layer "end", a Reshape/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });
});
