import { createRandom } from 'mnist-lab';
import { expect, it } from 'vitest';
import { outlierFeatureCount, outlierFeatures, outlierScore } from '../../lib/src/models/outlier-network.js';

it.each([28, 56])(
  'the outlier score of an image %d pixels wide is the lowest log-odds of the image and its copies shifted by a 28th',
  (side) => {
    const random = createRandom(1);
    const size = { rows: side, columns: side };
    // A network of one layer with two outputs, so that the log-odds are their difference.
    const weights = Float32Array.from({ length: 2 * outlierFeatureCount + 2 }, () => random.normal());
    const network = { sizes: [outlierFeatureCount, 2], weights };
    const logOdds = (pixels: Float32Array) =>
      [...outlierFeatures(pixels, size), 1].reduce(
        (sum, value, at) => sum + value * (weights[2 * at + 1]! - weights[2 * at]!),
        0,
      );
    for (let image = 0; image < 20; image++) {
      // Some grey levels are fractions, and some are below 1.
      const pixels = Float32Array.from({ length: side * side }, () =>
        random.next() < 0.2 ? 255 * random.next() ** 4 : 0,
      );
      const copies = [
        [0, 0],
        [-1, 0],
        [1, 0],
        [0, -1],
        [0, 1],
      ].map(([down, right]) =>
        pixels.map((_, at) => {
          const row = Math.floor(at / side) - (down! * side) / 28;
          const column = (at % side) - (right! * side) / 28;
          return row < 0 || row >= side || column < 0 || column >= side ? 0 : pixels[row * side + column]!;
        }),
      );
      expect(outlierScore(network, pixels, size, 0)).toBeCloseTo(Math.min(...copies.map(logOdds)), 3);
    }
  },
);
