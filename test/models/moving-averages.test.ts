import { createConvolutionalModel, createDenseClassifier, train } from 'mnist-lab';
import { expect, test } from 'vitest';
import { stripes } from '../training/stripes.js';

const images = stripes(60, 1);
const options = { imageShape: [6, 6] as [number, number], classCount: 3, batchNormalization: true };
const create = {
  createDenseClassifier: () => createDenseClassifier({ ...options, hiddenUnits: [8, 8] }),
  createConvolutionalModel: () => createConvolutionalModel({ ...options, filters: [4], hiddenUnits: [8] }),
};

/** The moving averages of a network whose other weights hardly change, after each training step. */
async function averagesOf(name: keyof typeof create): Promise<number[][]> {
  const model = create[name]();
  const averages = model.weights.filter((weight) => weight.originalName.includes('moving'));
  const found: number[][] = [];
  await train(model, images, {
    ...{ epochs: 120, batchSize: images.count, learningRate: 1e-12 },
    onEpochEnd: () => void found.push(averages.flatMap((weight) => [...weight.read().dataSync()])),
  });
  return found;
}

test.each(Object.keys(create) as (keyof typeof create)[])(
  'the batch normalisation averages of a network of %s() have converged after fifty training steps',
  async (name) => {
    const averages = await averagesOf(name);
    const [soon, late] = [averages[49]!, averages[119]!];
    expect(soon.length).toBeGreaterThan(0);
    soon.forEach((average, index) => {
      // The initial values of the averages are 0 and 1.
      expect(Math.abs(average - late[index]!)).toBeLessThan(0.01 * (1 + Math.abs(late[index]!)));
    });
  },
);
