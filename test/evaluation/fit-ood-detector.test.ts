import {
  createDenseClassifier,
  createRandom,
  type Dataset,
  fitOodDetector,
  modelMetadata,
  predictProbabilities,
  train,
} from 'mnist-lab';
import { beforeAll, describe, expect, it } from 'vitest';
import { oodScore } from '../../lib/src/models/ood-score.js';

/** Two classes of 8 × 8 pixels: a bright upper or a bright lower half. */
function halves(count: number, seed: number): Dataset {
  const random = createRandom(seed);
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 2);
  const images = Uint8Array.from({ length: count * 64 }, (_, at) => {
    const isBright = Math.floor((at % 64) / 32) === labels[Math.floor(at / 64)];
    return (isBright ? 150 : 20) + random.integer(60);
  });
  return { images, labels, count, rows: 8, columns: 8, classNames: ['above', 'below'] };
}

describe('fitOodDetector', () => {
  const model = createDenseClassifier({
    hiddenUnits: [16],
    imageShape: [8, 8],
    classNames: ['above', 'below'],
  });
  const validation = halves(400, 2);
  beforeAll(async () => {
    await train(model, halves(400, 1), { epochs: 10, batchSize: 40, labelSmoothing: 0.05 });
  });

  const distances = (images: Uint8Array) => {
    const { oodDetector, temperature } = modelMetadata(model);
    const probabilities = predictProbabilities(model, images);
    return Array.from({ length: probabilities.length / 2 }, (_, index) =>
      oodScore(probabilities.subarray(2 * index, 2 * index + 2), oodDetector!, temperature),
    );
  };

  it('flags the requested fraction of validation images, and hardly more of similar images', () => {
    const { threshold, falsePositiveRate } = fitOodDetector(model, validation, { falsePositiveRate: 0.05 });
    expect(falsePositiveRate).toBe(0.05);
    const share = (images: Uint8Array) => {
      const all = distances(images);
      return all.filter((distance) => distance > threshold).length / all.length;
    };
    expect(Math.abs(share(validation.images) - 0.05)).toBeLessThan(0.01);
    expect(share(halves(400, 3).images)).toBeLessThan(0.12);
  });

  it('flags images unlike any training image', () => {
    const { threshold } = fitOodDetector(model, validation);
    const [grey, black] = distances(Uint8Array.from({ length: 128 }, (_, at) => (at < 64 ? 255 : 0)));
    expect(grey! > threshold || black! > threshold).toBe(true);
  });

  it('rejects too few images and an invalid rate', () => {
    expect(() => fitOodDetector(model, halves(10, 1))).toThrow('at least 20 images, ten for each class');
    expect(() => fitOodDetector(model, validation, { falsePositiveRate: 0 })).toThrow('above 0 and below 1');
  });
});
