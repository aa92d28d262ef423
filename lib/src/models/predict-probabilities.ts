import type { Sequential } from '@tensorflow/tfjs-node';
import type { Dataset } from '../datasets/dataset.js';
import { scaleImages } from '../preprocess/scale-images.js';
import { tf } from '../tensorflow.js';
import { applyTemperature } from './apply-temperature.js';
import { modelMetadata } from './metadata.js';
import { inputLength, outputLength } from './shapes.js';

// Big enough that calls cost nothing, small enough that activations stay in the processor's cache.
const imagesPerCall = 1000;

/**
 * The probability of each class for each image.
 *
 * @param images a dataset, or pixels 0 to 255, N × rows × columns, row-major.
 * @returns N × classes, row-major; each row sums to 1. The model's input scaling and temperature are applied.
 * @throws {RangeError} if the pixels are not a whole number of the model's images.
 *
 * @example
 * ```ts
 * const { test } = await loadDataset('mnist');
 * const probabilities = predictProbabilities(createDigitModel(), test);
 * console.log(probabilities.length / test.count); // 10
 * ```
 */
export function predictProbabilities(model: Sequential, images: Uint8Array | Dataset): Float32Array {
  const pixels = images instanceof Uint8Array ? images : images.images;
  const length = inputLength(model);
  const classCount = outputLength(model);
  const { inputScaling, temperature, imageShape, name } = modelMetadata(model);
  if (pixels.length % length !== 0)
    throw new RangeError(
      `Predicting with model "${name}": expected images of ${imageShape.join(' × ')} pixels, ${length} numbers ` +
        `each, but found ${pixels.length} numbers, which is not a multiple of it.`,
    );
  const count = pixels.length / length;
  const shape = (model.inputs[0]?.shape ?? []).slice(1).map((size) => size ?? 1);
  const probabilities = new Float32Array(count * classCount);
  for (let start = 0; start < count; start += imagesPerCall) {
    const end = Math.min(start + imagesPerCall, count);
    const inputs = scaleImages(pixels.subarray(start * length, end * length), inputScaling);
    const output = tf.tidy(() => {
      const batch = tf.tensor(inputs, [end - start, ...shape], 'float32');
      return (model.predictOnBatch(batch) as ReturnType<typeof tf.tensor>).dataSync();
    });
    probabilities.set(output, start * classCount);
  }
  return temperature === 1 ? probabilities : applyTemperature(probabilities, classCount, temperature);
}
