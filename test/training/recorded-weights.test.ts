import { createDigitModel, type TrainOptions, train } from 'mnist-lab';
import { describe, expect, it } from 'vitest';
import { readWeights } from '../../lib/src/training/weights.js';
import { stripes } from './stripes.js';

/** A number for each array of weights that changes with every weight in it. */
function fingerprints(weights: readonly Float32Array[]): number[] {
  return weights.map((values) => values.reduce((sum, value, index) => sum + value * Math.sin(index + 1), 0));
}

const trainings: Readonly<Record<string, TrainOptions>> = {
  graph: {
    ...{ epochs: 3, batchSize: 32, emaDecay: 0.9, clipNorm: 2, labelSmoothing: 0.1 },
    optimizer: { kind: 'adamw', weightDecay: 0.05 },
    learningRate: { kind: 'oneCycle', peak: 0.01 },
    augmentation: { shiftPixels: 1, horizontalFlip: true, mixup: 0.2 },
  },
  layers: { epochs: 3, batchSize: 32, engine: 'layers', labelSmoothing: 0.1 },
};

/** The results of mnist-lab 0.1 with these seeds. */
const recorded: Readonly<Record<string, readonly (readonly number[])[]>> = {
  graph: [
    [-2.80548, -0.13243, -0.03325, -0.15381, 0.11014, -0.3813, -0.03664],
    [0.98518, 0.07305, 0.18429, 3.74857, 0.08464, 0.7674, 0.07771],
    [-0.75197, 0.09628, 0.20488, 2.63037, 0.0013, 1.01351, -0.0301],
  ],
  layers: [
    [-2.90064, 0.04372, -0.49292, 0.02787],
    [0.89623, 0.0361, 3.74577, 0.00633],
    [-0.63248, -0.03228, 2.74838, -0.01243],
  ],
};

describe.each(Object.entries(trainings))('the engine %s', (name, options) => {
  it.each([1, 2, 3])('ends with the weights recorded in this test for the seed %d', async (seed) => {
    const model = createDigitModel({
      ...{ imageShape: [6, 6], hiddenUnits: [12], classCount: 3, dropoutRate: 0.2, seed },
      batchNormalization: name === 'graph',
    });
    await train(model, stripes(200, 1), { ...options, seed });
    // On one machine, weights are equal bit for bit. Another processor rounds differently.
    fingerprints(readWeights(model)).forEach((found, place) => {
      expect(found).toBeCloseTo(recorded[name]![seed - 1]![place]!, 3);
    });
  });
});
