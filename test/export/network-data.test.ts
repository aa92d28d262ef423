import fc from 'fast-check';
import { createDigitModel, tf } from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import { networkData } from '../../lib/src/export/network-data.js';
import { createPredict } from '../../lib/src/program/javascript/runtime.js';
import { describedModel, modelDescriptions } from '../layers/generated-models.js';
import { classifierWithEverything, largestDifference, noiseImages, randomModel } from './models.js';

const predictOf = (model: Parameters<typeof networkData>[0]) => createPredict(networkData(model, 32));

describe('the network in exported pages and modules', () => {
  const activations = ['elu', 'gelu', 'gelu_new', 'hardSigmoid', 'linear', 'mish', 'relu', 'relu6'] as const;
  const others = ['selu', 'sigmoid', 'softmax', 'softplus', 'softsign', 'swish', 'tanh'] as const;
  it.each([...activations, ...others])(
    'predicts as the library does with the activation %s',
    (activation) => {
      const model = randomModel([
        tf.layers.dense({ units: 20, activation: activation as 'relu', inputShape: [12] }),
        tf.layers.dense({ units: 4, activation: 'softmax' }),
      ]);
      expect(largestDifference(model, noiseImages(50, 12), predictOf(model))).toBeLessThan(2e-6);
    },
  );

  it('predicts as the library does with activation layers', () => {
    const model = randomModel([
      tf.layers.dense({ units: 20, inputShape: [12] }),
      tf.layers.leakyReLU({ alpha: 0.2 }),
      tf.layers.dense({ units: 20 }),
      tf.layers.elu(),
      tf.layers.dense({ units: 20 }),
      tf.layers.reLU({ maxValue: 6 }),
      tf.layers.dense({ units: 4 }),
      tf.layers.softmax({}),
    ]);
    expect(largestDifference(model, noiseImages(50, 12), predictOf(model))).toBeLessThan(2e-6);
  });

  it('contains batch normalisation, input scaling and temperature folded into its dense layers', () => {
    const model = classifierWithEverything();
    const operations = networkData(model, 32).steps.map(({ operation }) => operation);
    const gelu = ['multiply', 'erf', 'multiply', 'add', 'multiply'];
    expect(operations.join()).toBe(
      ['matMul', 'addBias', ...gelu, 'matMul', 'addBias', 'relu', 'matMul', 'addBias', 'softmax'].join(),
    );
    expect(largestDifference(model, noiseImages(100, 30), predictOf(model))).toBeLessThan(2e-6);
  });

  it('applies batch normalisation that cannot be folded into a dense layer', () => {
    const model = randomModel([
      tf.layers.batchNormalization({ inputShape: [4, 3] }),
      tf.layers.activation({ activation: 'tanh' }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 5, activation: 'relu' }),
      tf.layers.batchNormalization({ center: false }),
      tf.layers.activation({ activation: 'softmax' }),
    ]);
    const operations = networkData(model, 32).steps.map(({ operation }) => operation);
    expect(operations.filter((operation) => operation === 'multiply' || operation === 'add')).toHaveLength(4);
    expect(largestDifference(model, noiseImages(50, 12), predictOf(model))).toBeLessThan(2e-6);
  });

  it('predicts as the library does for generated networks', () => {
    fc.assert(
      fc.property(modelDescriptions, (description) => {
        const model = describedModel(description);
        expect(largestDifference(model, noiseImages(10, 12), predictOf(model))).toBeLessThan(1e-5);
        model.dispose();
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it.each([
    [8, 3e-2],
    [16, 1e-3],
  ] as const)('with %d-bit weights gives probabilities within %d of the library’s', (bits, most) => {
    const model = createDigitModel({ hiddenUnits: [64], batchNormalization: true, activation: 'gelu' });
    const predict = createPredict(networkData(model, bits));
    const difference = largestDifference(model, noiseImages(50, 784), predict);
    expect(difference).toBeLessThan(most);
    expect(difference).toBeGreaterThan(1e-7);
  });

  it('returns the name of the most probable class', () => {
    const model = classifierWithEverything();
    const { probabilities, classIndex, className } = predictOf(model)(noiseImages(1, 30));
    expect(probabilities[classIndex]).toBe(Math.max(...probabilities));
    expect(className).toBe(['</script>', 'two"words`', 'Ünï*/'][classIndex]);
  });

  it('rejects an image of another size and pixels out of range', () => {
    const predict = predictOf(classifierWithEverything());
    expect(() => predict(new Uint8Array(784))).toThrow(
      'expected one image of 6 × 5 = 30 pixels but found 784',
    );
    const broken = Array(30).fill(0);
    broken[3] = Number.NaN;
    expect(() => predict(broken)).toThrow('expected pixel 3 to be from 0 (background) to 255 but found NaN');
  });

  it('is not made from a model with an unsupported layer, and the error names the layer and its class', () => {
    const recurrent = tf.sequential({
      layers: [
        tf.layers.lstm({ units: 2, inputShape: [6, 6], name: 'in_rows' }),
        tf.layers.dense({ units: 2, activation: 'softmax' }),
      ],
    });
    const attempt = () => networkData(recurrent, 32);
    expect(attempt).toThrow(
      /layer "in_rows" is of class LSTM, which the JavaScript runtime of pages and modules does not support\./,
    );
  });

  it('rejects weights that are not finite', () => {
    const model = createDigitModel({ hiddenUnits: [] });
    const [kernel, bias] = model.getWeights();
    model.setWeights([kernel!, tf.fill(bias!.shape, Number.NaN)]);
    expect(() => networkData(model, 16)).toThrow(
      'expected finite weights but some are NaN or infinite. Train it again.',
    );
  });
});
