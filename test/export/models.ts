import { applyTemperature, createRandom, modelMetadata, setModelMetadata, tf } from 'mnist-lab';
import { expect } from 'vitest';
import { batchShape, predictWithTensorflow } from '../../lib/src/models/predict-with-tensorflow.js';

type Sequential = ReturnType<typeof tf.sequential>;
type Layer = ReturnType<typeof tf.layers.dense>;

/** A model of these layers with random weights: biases of 0, as in a new model, would hide mistakes. */
export function randomModel(layers: readonly unknown[], seed = 1): Sequential {
  const model = tf.sequential({ layers: layers as Layer[] });
  const random = createRandom(seed);
  const weights = model.weights.map((weight) => {
    const { size, shape } = weight.read();
    // Scaled by the number of terms per unit or filter, because larger sums have larger rounding errors.
    const summed = shape.length === 1 ? size : size / shape.at(-1)!;
    const values = Array.from({ length: size }, () =>
      weight.name.includes('variance') ? 0.2 + random.next() : (random.normal() * 2) / Math.sqrt(summed),
    );
    return tf.tensor(values, shape);
  });
  model.setWeights(weights);
  return model;
}

/**
 * A network with dropout, flatten, and batch normalisation before and after an activation. Its metadata differ from
 * the defaults.
 */
export function classifierWithEverything(): Sequential {
  const model = randomModel([
    tf.layers.flatten({ inputShape: [6, 5] }),
    tf.layers.dense({ units: 12, useBias: false }),
    tf.layers.batchNormalization(),
    tf.layers.activation({ activation: 'gelu' }),
    tf.layers.dropout({ rate: 0.5 }),
    tf.layers.dense({ units: 9, activation: 'relu' }),
    tf.layers.batchNormalization({ scale: false }),
    tf.layers.dropout({ rate: 0.5 }),
    tf.layers.dense({ units: 3, activation: 'softmax' }),
  ]);
  setModelMetadata(model, {
    name: 'everything',
    classNames: ['</script>', 'two"words`', 'Ünï*/'],
    imageShape: [6, 5],
    inputScaling: { mean: 0.3, standardDeviation: 0.4 },
    temperature: 1.7,
  });
  return model;
}

export function noiseImages(count: number, length: number, seed = 7): Uint8Array {
  const random = createRandom(seed);
  return Uint8Array.from({ length: count * length }, () => random.integer(256));
}

/** The probabilities according to TensorFlow. `predictProbabilities` predicts few images without it. */
export function tensorflowProbabilities(model: Sequential, images: Uint8Array): Float32Array {
  const shape = batchShape(model, images);
  const probabilities = predictWithTensorflow(model, images, shape);
  return applyTemperature(probabilities, shape.classCount, modelMetadata(model).temperature);
}

/** The largest difference between another prediction function and TensorFlow, over all images. */
export function largestDifference(
  model: Sequential,
  images: Uint8Array,
  predict: (pixels: Uint8Array) => { readonly probabilities: ArrayLike<number> },
): number {
  const expected = tensorflowProbabilities(model, images);
  const classCount = model.outputs[0]!.shape.at(-1)!;
  const length = (images.length * classCount) / expected.length;
  let largest = 0;
  for (let image = 0; image * length < images.length; image++) {
    const { probabilities } = predict(images.subarray(image * length, (image + 1) * length));
    expect(probabilities).toHaveLength(classCount);
    Array.from(probabilities).forEach((probability, index) => {
      largest = Math.max(largest, Math.abs(probability - expected[image * classCount + index]!));
      if (Number.isNaN(probability)) largest = Infinity;
    });
  }
  return largest;
}
