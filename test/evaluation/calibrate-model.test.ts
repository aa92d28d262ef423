import { calibrateModel, createDigitModel, modelMetadata, predictProbabilities, train } from 'mnist-lab';
import { beforeAll, describe, expect, test } from 'vitest';
import { stripes } from '../training/stripes.js';

describe('calibrateModel()', () => {
  const dataset = stripes(300, 1);
  const validation = stripes(200, 2);
  const model = createDigitModel({ hiddenUnits: [16], imageShape: [6, 6], classCount: 3, seed: 1 });

  beforeAll(async () => {
    await train(model, dataset, { epochs: 2, batchSize: 20, learningRate: 0.003, seed: 1 });
  });

  test('stores the fitted temperature in the model', () => {
    const { temperature } = calibrateModel(model, validation);
    expect(temperature).not.toBe(1);
    expect(modelMetadata(model).temperature).toBe(temperature);
  });

  test('reduces the difference between confidence and accuracy, and returns both before and after', () => {
    const { before, after } = calibrateModel(model, validation);
    expect(after.expectedCalibrationError).toBeLessThan(before.expectedCalibrationError);
  });

  test('returns the same temperature if it is called again', () => {
    const first = calibrateModel(model, validation);
    expect(calibrateModel(model, validation)).toEqual(first);
  });

  test('changes the probabilities but not the predicted classes', () => {
    const largest = (values: Float32Array, image: number) => {
      const row = [...values.subarray(image * 3, image * 3 + 3)];
      return row.indexOf(Math.max(...row));
    };
    const calibrated = predictProbabilities(model, validation);
    const { temperature } = modelMetadata(model);
    expect(temperature).not.toBe(1);
    const fresh = createDigitModel({ hiddenUnits: [16], imageShape: [6, 6], classCount: 3 });
    fresh.setWeights(model.getWeights());
    const bare = predictProbabilities(fresh, validation);
    expect([...bare]).not.toEqual([...calibrated]);
    for (let image = 0; image < validation.count; image++)
      expect(largest(calibrated, image)).toBe(largest(bare, image));
  });
});
