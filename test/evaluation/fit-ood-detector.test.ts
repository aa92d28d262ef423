import {
  createDenseClassifier,
  createRandom,
  type Dataset,
  fitOodDetector,
  isOutOfDistribution,
  loadModel,
  modelMetadata,
  predictProbabilities,
  saveModel,
  setModelMetadata,
  train,
} from 'mnist-lab';
import { beforeAll, describe, expect, it } from 'vitest';
import { networkData } from '../../lib/src/export/network-data.js';
import { oodWarning } from '../../lib/src/export/page/out-of-distribution.js';
import { oodScore } from '../../lib/src/models/ood-score.js';
import { createPredict } from '../../lib/src/program/javascript/runtime.js';
import { temporaryFolder } from '../temporary-folder.js';

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

describe('fitOodDetector()', () => {
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

  it('flags the requested 5% of the validation images, and less than 12% of other images of the same classes', () => {
    const { threshold, falsePositiveRate } = fitOodDetector(model, validation, { falsePositiveRate: 0.05 });
    expect(falsePositiveRate).toBe(0.05);
    const share = (images: Uint8Array) => {
      const all = distances(images);
      return all.filter((distance) => distance > threshold).length / all.length;
    };
    expect(Math.abs(share(validation.images) - 0.05)).toBeLessThan(0.01);
    expect(share(halves(400, 3).images)).toBeLessThan(0.12);
  });

  it('flags at least one of a white and a black image, which are unlike the training images', () => {
    const { threshold } = fitOodDetector(model, validation);
    const [grey, black] = distances(Uint8Array.from({ length: 128 }, (_, at) => (at < 64 ? 255 : 0)));
    expect(grey! > threshold || black! > threshold).toBe(true);
  });

  it('rejects too few images and an invalid rate', () => {
    expect(() => fitOodDetector(model, halves(10, 1))).toThrow('at least 20 images, ten for each class');
    expect(() => fitOodDetector(model, validation, { falsePositiveRate: 0 })).toThrow('above 0 and below 1');
  });
});

/** Two classes of 28 × 28 pixels: a stroke downwards, and a ring. */
function strokesAndRings(count: number, seed: number): Dataset {
  const random = createRandom(seed);
  const labels = Uint8Array.from({ length: count }, (_, index) => index % 2);
  const images = new Uint8Array(count * 784);
  for (let index = 0; index < count; index++) {
    const [slant, radius] = [0.4 * random.normal(), 6 + 2 * random.next()];
    images.set(
      drawn((right, down) => {
        const offLine = Math.abs(down) > 9 ? 9 : Math.abs(right - (slant * down) / 3);
        return (labels[index] === 0 ? offLine : Math.abs(Math.hypot(right, down) - radius)) < 1.5;
      }),
      784 * index,
    );
  }
  return { images, labels, count, rows: 28, columns: 28, classNames: ['1', '0'] };
}

/** An image of 28 × 28 pixels. @param isInk takes the offsets from its centre, to the right and down. */
function drawn(isInk: (right: number, down: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 784 }, (_, at) =>
    isInk((at % 28) - 13.5, Math.floor(at / 28) - 13.5) ? 255 : 0,
  );
}

describe('the out-of-distribution detector for characters', () => {
  const model = createDenseClassifier({ hiddenUnits: [8], classNames: ['1', '0'] });
  const validation = strokesAndRings(500, 2);
  beforeAll(async () => {
    await train(model, strokesAndRings(400, 1), { epochs: 3, batchSize: 40 });
    setModelMetadata(model, { preprocessing: 'mnist' });
    fitOodDetector(model, validation);
  });

  const each = (images: Uint8Array) =>
    Array.from({ length: images.length / 784 }, (_, index) =>
      images.subarray(784 * index, 784 * (index + 1)),
    );
  const flagged = (images: readonly Uint8Array[], by = model) =>
    images.filter((pixels) => isOutOfDistribution(by, predictProbabilities(by, pixels), pixels)).length /
    images.length;

  it('flags fewer than 5% of new images of the known classes', () => {
    expect(flagged(each(strokesAndRings(400, 3).images))).toBeLessThan(0.05);
  });

  const random = createRandom(4);
  const turned = (isInk: (right: number, down: number) => boolean) => {
    const angle = 0.3 * random.normal();
    return drawn((right, down) =>
      isInk(
        right * Math.cos(angle) + down * Math.sin(angle),
        down * Math.cos(angle) - right * Math.sin(angle),
      ),
    );
  };
  const strange: Readonly<Record<string, () => Uint8Array>> = {
    squares: () => turned((right, down) => Math.max(Math.abs(right), Math.abs(down)) < 9),
    crosses: () =>
      turned((x, y) => Math.min(Math.abs(x), Math.abs(y)) < 2 && Math.max(Math.abs(x), Math.abs(y)) < 10),
    letters: () =>
      turned(
        (x, y) =>
          Math.abs(y) < 10 && (Math.abs(Math.abs(x) - 7) < 1.5 || (Math.abs(y) < 1.5 && Math.abs(x) < 8)),
      ),
    stripes: () => turned((x, y) => Math.hypot(x, y) < 11 && Math.abs(x % 6) < 2),
    noise: () => drawn(() => random.next() < 0.3),
    'empty images': () => new Uint8Array(784),
  };
  it.each(Object.entries(strange))('flags at least 75% of %s', (_, draw) => {
    expect(flagged(Array.from({ length: 20 }, draw))).toBeGreaterThanOrEqual(0.75);
  });

  it('is the same if it is fitted again, and takes less than 200 kB as JSON', () => {
    const first = modelMetadata(model).oodDetector;
    expect(fitOodDetector(model, validation)).toEqual(first);
    expect(JSON.stringify(first).length).toBeLessThan(200_000);
  });

  it('flags the same images in the demo page and after saving and loading the model', async () => {
    const images = [...each(strokesAndRings(20, 5).images), ...Object.values(strange).map((draw) => draw())];
    const { preprocessing, oodDetector } = modelMetadata(model);
    const network = networkData(model, 32);
    const data = { id: 'x', preprocessing, network, examples: [], oodDetector: oodDetector! };
    const predict = createPredict(network);
    const folder = temporaryFolder();
    await saveModel(model, folder);
    const loaded = await loadModel(folder);
    for (const pixels of images) {
      const isFlagged = isOutOfDistribution(model, predictProbabilities(model, pixels), pixels);
      expect(oodWarning(pixels, predict(pixels), data) !== undefined).toBe(isFlagged);
      expect(isOutOfDistribution(loaded, predictProbabilities(loaded, pixels), pixels)).toBe(isFlagged);
    }
  });

  it('rejects an image of another size than the model’s', () => {
    const probabilities = predictProbabilities(model, validation.images.subarray(0, 784));
    expect(() => isOutOfDistribution(model, probabilities, new Uint8Array(10))).toThrow(
      '28 × 28 pixels but found 10 numbers',
    );
  });

  it.each([
    ['hiddenUnits', [0], 'up to three hidden layers'],
    ['hiddenUnits', [1e9], 'up to three hidden layers'],
    ['hiddenUnits', 8, 'up to three hidden layers'],
    ['weights', 'AAAA', 'weights, in base64'],
    ['weights', ['AAAA'], 'weights, in base64'],
    ['weights', [1], 'weights, in base64'],
    ['weights', undefined, 'weights, in base64'],
    ['threshold', Number.NaN, 'finite step and threshold'],
    ['step', '1', 'finite step and threshold'],
  ])('is rejected by setModelMetadata() if the %s of its network is %j', (field, value, message) => {
    const { oodDetector } = modelMetadata(model);
    const network = { ...oodDetector!.network!, [field]: value };
    expect(() => setModelMetadata(model, { oodDetector: { ...oodDetector!, network } })).toThrow(message);
  });
});
