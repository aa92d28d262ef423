import {
  createDenseClassifier,
  createRandom,
  type Dataset,
  firstLayerWeights,
  predictProbabilities,
  saliency,
  tf,
} from 'mnist-lab';
import { describe, expect, it } from 'vitest';

const random = createRandom(5);
const pixels = 12;
const images = Uint8Array.from({ length: 3 * pixels }, () => 5 + random.integer(240));
images[0] = 0;
const few: Pick<Dataset, 'images' | 'count'> = { images, count: 3 };
const options = { hiddenUnits: [8], classNames: ['a', 'b', 'c', 'd'], imageShape: [3, 4], seed: 3 } as const;

describe('saliency()', () => {
  for (const [what, more] of [
    ['of a plain network', {}],
    [
      'with GELU, batch normalization and scaled input',
      {
        activation: 'gelu',
        batchNormalization: true,
        inputScaling: { mean: 0.3, standardDeviation: 0.4 },
      },
    ],
  ] as const) {
    it(`${what} equals each pixel times the slope of the log ratio of the two classes, measured by changing the pixel`, () => {
      const model = createDenseClassifier({ ...options, ...more });
      const { values, predictions, rivals } = saliency(model, few);
      const logRatio = (changed: Uint8Array, image: number) => {
        const probabilities = predictProbabilities(model, changed);
        return Math.log(
          probabilities[image * 4 + predictions[image]!]! / probabilities[image * 4 + rivals[image]!]!,
        );
      };
      for (let image = 0; image < 3; image++) {
        for (let pixel = 0; pixel < pixels; pixel++) {
          const at = image * pixels + pixel;
          const [brighter, darker] = [4, -4].map((step) => {
            const changed = images.slice();
            changed[at]! += step;
            return logRatio(changed, image);
          });
          const slope = ((brighter! - darker!) / 8) * 255;
          // Saliency is the slope times the pixel, so it is 0 for a black pixel.
          if (images[at] === 0) expect(values[at]! + 0).toBeCloseTo(0, 6);
          else expect(values[at]).toBeCloseTo(slope * (images[at]! / 255), 1.5);
        }
      }
      model.dispose();
    });
  }

  it('names the two most probable classes and leaks no tensor', () => {
    const model = createDenseClassifier(options);
    const probabilities = predictProbabilities(model, images);
    saliency(model, few);
    const before = tf.memory().numTensors;
    const { predictions, rivals } = saliency(model, few);
    expect(tf.memory().numTensors).toBe(before);
    for (let image = 0; image < 3; image++) {
      const order = [0, 1, 2, 3].sort(
        (left, right) => probabilities[image * 4 + right]! - probabilities[image * 4 + left]!,
      );
      expect([predictions[image], rivals[image]]).toEqual(order.slice(0, 2));
    }
  });

  it('rejects images of another size and reports both sizes', () => {
    const model = createDenseClassifier(options);
    expect(() => saliency(model, { images: new Uint8Array(20), count: 2 })).toThrow(
      /images of 12 pixels but found 2 of 10/,
    );
  });
});

describe('firstLayerWeights()', () => {
  it('returns the weights of the first dense layer, pixels × units', () => {
    const model = createDenseClassifier(options);
    const { weights, units, rows, columns } = firstLayerWeights(model);
    expect([units, rows, columns]).toEqual([8, 3, 4]);
    expect(weights).toEqual(model.layers[0]!.getWeights()[0]!.dataSync());
  });

  it('rejects a model whose first layer is not dense', () => {
    const model = tf.sequential({
      layers: [
        tf.layers.conv2d({ inputShape: [4, 4, 1], filters: 2, kernelSize: 3 }),
        tf.layers.flatten(),
        tf.layers.dense({ units: 2, activation: 'softmax' }),
      ],
    });
    expect(() => firstLayerWeights(model)).toThrow(
      /expected a dense layer of 16 pixels × units but found weights of 3 × 3 × 1 × 2 numbers/,
    );
  });
});
