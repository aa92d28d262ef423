import path from 'node:path';
import {
  evaluate,
  exportInferenceModule,
  exportOnnxModel,
  exportTfjsModel,
  loadModel,
  modelReading,
  predictProbabilities,
  tf,
  train,
} from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import { networkData } from '../../lib/src/export/network-data.js';
import { createPredict } from '../../lib/src/program/javascript/runtime.js';
import { temporaryFolder } from '../temporary-folder.js';
import {
  brightnessImages,
  type End,
  ends,
  type Layout,
  layouts,
  madeElsewhere,
  type Scaling,
  scalings,
  wantedProbability,
} from './made-elsewhere.js';

type Model = ReturnType<typeof tf.sequential>;

const names = <Name extends string>(table: Readonly<Record<Name, unknown>>) => Object.keys(table) as Name[];

/** Each ending with each layout, and each scaling with each layout: endings and scalings are independent. */
const variants: readonly (readonly [Layout, Scaling, End])[] = [
  ...names(layouts).flatMap((layout) => names(ends).map((end) => [layout, 'none', end] as const)),
  ...names(layouts).flatMap((layout) =>
    names(scalings).flatMap((scaling) =>
      (['logits', 'one sigmoid'] as const).map((end) => [layout, scaling, end] as const),
    ),
  ),
];

async function savedByTfjs(model: Model): Promise<string> {
  const folder = temporaryFolder();
  await model.save(`file://${folder}`);
  return folder;
}

/** The probabilities of both classes, as the images are constructed. */
const wantedFor = (brightness: readonly number[]) =>
  brightness.flatMap((each) => [1 - wantedProbability(each), wantedProbability(each)]);

function expectClose(found: ArrayLike<number>, wanted: readonly number[], tolerance = 1e-4): void {
  expect(found).toHaveLength(wanted.length);
  wanted.forEach((value, index) => {
    expect(Math.abs(found[index]! - value)).toBeLessThan(tolerance);
  });
}

describe('a model that was not made with this library', () => {
  it.each(variants)(
    '(input %s, scaling %s, ending in %s) gives the correct probabilities, also after its export to TensorFlow.js',
    async (layout, scaling, end) => {
      const loaded = await loadModel(await savedByTfjs(madeElsewhere(layout, scaling, end)));
      const { channels } = layouts[layout];
      const { range, source } = scalings[scaling];
      const reading = modelReading(loaded);
      expect(reading).toMatchObject({
        input: { range, rangeSource: source, channels },
        output: { kind: ends[end].kind, classNames: ['0', '1'] },
      });
      const { images, brightness, rows, columns } = brightnessImages(layout);
      const wanted = wantedFor(brightness);
      expectClose(predictProbabilities(loaded, images), wanted);
      const labels = Uint8Array.from(brightness, (each) => Number(each > 0.5));
      const dataset = { images, labels, count: labels.length, rows, columns, classNames: ['dark', 'bright'] };
      expect(evaluate(loaded, dataset).accuracy).toBe(1);

      const folder = temporaryFolder();
      await exportTfjsModel(loaded, folder);
      const exported = await tf.loadLayersModel(`file://${folder}/model.json`);
      const { shape } = layouts[layout];
      const input = tf.tensor(images, [labels.length, rows * columns, channels], 'float32');
      const arranged = layout === 'colour, channels first' ? input.transpose([0, 2, 1]) : input;
      const given = exported.predict(arranged.reshape([labels.length, ...shape])) as ReturnType<
        typeof tf.tensor
      >;
      expectClose(given.dataSync(), wanted);
      expectClose(predictProbabilities(await loadModel(folder), images), wanted);

      if (layout === 'colour, channels first') {
        await expect(exportInferenceModule(loaded, path.join(folder, 'a.ts'))).rejects.toThrow(
          'channels first',
        );
        await expect(exportOnnxModel(loaded, path.join(folder, 'a.onnx'))).rejects.toThrow('channels first');
        return;
      }
      const predict = createPredict(networkData(loaded, 32));
      const length = images.length / labels.length;
      for (let image = 0; image < labels.length; image++)
        expectClose(
          predict(images.subarray(image * length, (image + 1) * length)).probabilities,
          wanted.slice(2 * image, 2 * image + 2),
        );
      await exportOnnxModel(loaded, path.join(folder, 'a.onnx'));
    },
  );
});

/** The ends of networks to train: all but those with dropout on the output, which would disturb training. */
const trainedEnds = names(ends).filter((end) => !end.includes('dropout'));

describe('train()', () => {
  it.each(
    trainedEnds.flatMap((end) => (['graph', 'layers'] as const).map((engine) => [end, engine] as const)),
  )(
    'can train a pre-trained model ending in %s on swapped labels, with the engine %s',
    async (end, engine) => {
      const model = madeElsewhere('grey, channels last', 'none', end);
      const { images, brightness, rows, columns } = brightnessImages('grey, channels last', 16);
      const labels = Uint8Array.from(brightness, (each) => Number(each < 0.5));
      const dataset = { images, labels, count: 16, rows, columns, classNames: ['bright', 'dark'] };
      expect(evaluate(model, dataset).accuracy).toBe(0);
      const options = { epochs: 30, batchSize: 16, learningRate: 0.2, engine };
      const { epochs } = await train(model, dataset, options);
      const { accuracy, loss } = evaluate(model, dataset);
      expect(accuracy).toBeGreaterThan(0.75);
      // The report before the last step is close to the measurement after it.
      expect(Math.abs(epochs.at(-1)!.loss - loss)).toBeLessThan(0.3);
    },
  );
});
