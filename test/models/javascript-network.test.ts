import fc from 'fast-check';
import {
  createDenseClassifier,
  createDigitModel,
  predictProbabilities,
  setModelMetadata,
  tf,
} from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import { javascriptNetwork } from '../../lib/src/models/javascript-network.js';
import { largestDifference, noiseImages, tensorflowProbabilities } from '../export/models.js';
import { describedModel, modelDescriptions } from '../layers/generated-models.js';

type Model = Parameters<typeof javascriptNetwork>[0];

const images = noiseImages(3, 16);

describe('the network in JavaScript', () => {
  it('predicts as TensorFlow does for random networks of the layers in the table', () => {
    fc.assert(
      fc.property(modelDescriptions, (description) => {
        const model = describedModel(description);
        const network = javascriptNetwork(model)!;
        const predict = (pixels: Uint8Array) => ({ probabilities: network.predict(pixels) });
        expect(largestDifference(model, noiseImages(3, 12), predict)).toBeLessThan(1e-5);
        model.dispose();
      }),
      { numRuns: 60, seed: 2 },
    );
  });

  const changes: Readonly<Record<string, (model: Model) => unknown>> = {
    weights: (model) => model.setWeights(model.getWeights().map((weight) => weight.mul(-2))),
    'the weights of one layer': ({ layers }) => {
      layers[1]!.setWeights(layers[1]!.getWeights().map((weight) => weight.mul(-2)));
    },
    'the temperature': (model) => setModelMetadata(model, { temperature: 3 }),
    'the input scaling': (model) =>
      setModelMetadata(model, { inputScaling: { mean: 0.4, standardDeviation: 0.2 } }),
    'the layers': (model) => {
      model.add(tf.layers.rescaling({ scale: 3, offset: 0.1 }));
      model.add(tf.layers.softmax());
    },
  };
  it.each(Object.entries(changes))('is made again after a change to %s', (_, change) => {
    const model = createDenseClassifier({ hiddenUnits: [6], imageShape: [4, 4], classCount: 3 });
    const before = predictProbabilities(model, images);
    const network = javascriptNetwork(model);
    expect(javascriptNetwork(model)).toBe(network);
    change(model);
    const [after, wanted] = [predictProbabilities(model, images), tensorflowProbabilities(model, images)];
    expect(Math.max(...after.map((value, index) => Math.abs(value - before[index]!)))).toBeGreaterThan(0.01);
    after.forEach((value, index) => {
      expect(value).toBeCloseTo(wanted[index]!, 5);
    });
  });

  it('predicts after training as TensorFlow does', async () => {
    const model = createDenseClassifier({ hiddenUnits: [6], imageShape: [4, 4], classCount: 3 });
    predictProbabilities(model, images);
    await model.fit(
      tf.randomUniform([30, 16], 0, 1, 'float32', 1),
      tf.oneHot(tf.range(0, 30).mod(3).toInt(), 3),
      {
        epochs: 2,
        verbose: 0,
      },
    );
    const wanted = tensorflowProbabilities(model, images);
    predictProbabilities(model, images).forEach((value, index) => {
      expect(value).toBeCloseTo(wanted[index]!, 5);
    });
  });

  it('is left out for large models, and for weights that are not finite', () => {
    expect(javascriptNetwork(createDigitModel({ hiddenUnits: [4096, 4096] }))).toBeUndefined();
    const model = createDenseClassifier({ hiddenUnits: [], imageShape: [4, 4], classCount: 3 });
    const [kernel, bias] = model.getWeights();
    model.setWeights([kernel!, tf.fill(bias!.shape, Number.NaN)]);
    expect(javascriptNetwork(model)).toBeUndefined();
    expect(predictProbabilities(model, images).every(Number.isNaN)).toBe(true);
  });

  it('is left out for a convolution whose dilation makes its kernel huge', () => {
    const { layers } = tf;
    const convolution = { filters: 1, kernelSize: 2, padding: 'same', dilationRate: 30_000 } as const;
    const model = tf.sequential({
      layers: [
        layers.conv2d({ ...convolution, inputShape: [4, 4, 1] }),
        layers.flatten(),
        layers.dense({ units: 3 }),
      ],
    });
    expect(javascriptNetwork(model)).toBeUndefined();
  });
});
