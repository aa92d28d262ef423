import { createDigitModel, type Dataset, train } from 'mnist-lab';
import { digits, fashion, measureRobustness } from 'mnist-lab/experiments';
import { beforeAll, describe, expect, test } from 'vitest';
import { stripes } from '../training/stripes.js';

describe('measureRobustness()', () => {
  const dataset = stripes(300, 1);
  const model = createDigitModel({ hiddenUnits: [16], imageShape: [6, 6], classCount: 3, seed: 1 });
  const inverted = (images: Dataset): Dataset => ({
    ...images,
    images: images.images.map((pixel) => 255 - pixel),
  });

  beforeAll(async () => {
    await train(model, dataset, { epochs: 10, batchSize: 20, learningRate: 0.01, seed: 1 });
  });

  test('returns one accuracy per perturbation, in the order of the perturbations', () => {
    const results = measureRobustness(model, dataset, fashion.corruptions);
    expect(results.map(({ name }) => name)).toEqual(fashion.corruptions.map(({ name }) => name));
    expect(results[0]!.accuracy).toBeGreaterThan(0.95);
  });

  test('returns the mean accuracy over the variants of a perturbation', () => {
    const same = (images: Dataset) => images;
    const [plain, other, both] = measureRobustness(model, dataset, [
      { name: 'plain', variants: [same] },
      { name: 'inverted', variants: [inverted] },
      { name: 'both', variants: [same, inverted] },
    ]);
    expect(other!.accuracy).toBeLessThan(plain!.accuracy);
    expect(both!.accuracy).toBeCloseTo((plain!.accuracy + other!.accuracy) / 2, 10);
  });
});

test('the corruptions of the lessons include shifted, rotated, noisy, thicker and thinner digits, and mirrored clothes', () => {
  expect(digits.corruptions.map(({ name }) => name)).toEqual([
    'unmodified',
    'shifted 1 px',
    'shifted 2 px',
    'shifted 3 px',
    'rotated 10°',
    'rotated 20°',
    'noisy',
    'thicker',
    'thinner',
  ]);
  expect(fashion.corruptions.map(({ name }) => name)).toContain('mirrored');
});
