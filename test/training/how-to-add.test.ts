// Imported first, because the tables of options are built from the existing rows.
import './toys.js';

import path from 'node:path';
import {
  createDigitModel,
  exportOnnxModel,
  modelReading,
  setModelMetadata,
  type TrainOptions,
  tf,
  train,
} from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import { networkData } from '../../lib/src/export/network-data.js';
import { flagsOf } from '../../lib/src/options/flags.js';
import { createPredict } from '../../lib/src/program/javascript/runtime.js';
import { trainingOptions } from '../../lib/src/training/training-options.js';
import { readWeights } from '../../lib/src/training/weights.js';
import { largestDifference } from '../export/models.js';
import { temporaryFolder } from '../temporary-folder.js';
import { stripes } from './stripes.js';

const data = stripes(300, 1);
const small = () => createDigitModel({ imageShape: [6, 6], hiddenUnits: [16], classCount: 3, seed: 3 });
const options = { epochs: 5, batchSize: 32, learningRate: 0.003 } as const;

describe('a new optimizer', () => {
  it('can be used in train(), and its options are checked', async () => {
    const history = await train(small(), data, { ...options, optimizer: 'signs' } as unknown as TrainOptions);
    expect(history.epochs.at(-1)!.accuracy).toBeGreaterThan(0.8);
    const wrong = { ...options, optimizer: { kind: 'signs', shrink: 0 } } as unknown as TrainOptions;
    await expect(train(small(), data, wrong)).rejects.toThrow(
      /optimizer\.shrink .* greater than 0 but found 0/,
    );
  });

  it('gets flags on the command line', () => {
    const flags = flagsOf(trainingOptions);
    expect(flags.find(({ name }) => name === 'optimizer')!.option.kind.choices).toContain('signs');
    expect(flags.find(({ name }) => name === 'shrink')!.kinds).toEqual({ signs: 1 });
  });
});

describe('a new augmentation', () => {
  it('changes the trained weights, in the same way for the same seed', async () => {
    const weights = async (augmentation: object, seed = 1) => {
      const model = small();
      await train(model, data, { ...options, augmentation, seed });
      return readWeights(model);
    };
    const darkened = await weights({ darken: 0.5 });
    expect(darkened).toEqual(await weights({ darken: 0.5 }));
    expect(darkened).not.toEqual(await weights({}));
  });
});

describe('a new layer', () => {
  const { dense, thresholdedReLU } = tf.layers;
  const made = () =>
    tf.sequential({
      layers: [
        dense({ units: 16, inputShape: [36] }),
        thresholdedReLU({ theta: 0.1 }),
        dense({ units: 3, activation: 'softmax' }),
      ],
    });

  it('is trained by the graph engine', async () => {
    const history = await train(made(), data, { ...options, learningRate: 0.01 });
    expect(history.engine).toBe('graph');
    expect(history.epochs.at(-1)!.accuracy).toBeGreaterThan(0.8);
  });

  it('is recognised as returning logits if it is the last layer', () => {
    const model = tf.sequential({ layers: [dense({ units: 3, inputShape: [36] }), thresholdedReLU({})] });
    expect(modelReading(model).output.kind).toBe('logits');
  });

  it('can be exported', async () => {
    const model = made();
    setModelMetadata(model, { imageShape: [6, 6] });
    const predict = createPredict(networkData(model, 32));
    expect(largestDifference(model, data.images.subarray(0, 36 * 20), predict)).toBeLessThan(1e-5);
    const { bytes } = await exportOnnxModel(model, path.join(temporaryFolder(), 'model.onnx'));
    expect(bytes).toBeGreaterThan(1000);
  });

  it('is rejected by name if a backend does not implement its operation', async () => {
    const model = tf.sequential({
      layers: [
        tf.layers.masking({ inputShape: [36], name: 'waves' }),
        dense({ units: 3, activation: 'softmax' }),
      ],
    });
    setModelMetadata(model, { imageShape: [6, 6] });
    const reason = 'layer "waves" needs the operation sin, which';
    expect(() => networkData(model, 32)).toThrow(
      `${reason} the JavaScript runtime of pages and modules does not support.`,
    );
    await expect(exportOnnxModel(model, path.join(temporaryFolder(), 'model.onnx'))).rejects.toThrow(
      `${reason} ONNX export does not support.`,
    );
  });
});
