import type { Sequential, Tensor } from '@tensorflow/tfjs-node';
import type { Dataset } from '../datasets/dataset.js';
import { tf } from '../tensorflow.js';
import { applyTemperature } from './apply-temperature.js';
import type { InputScaling } from './input-scaling.js';
import { modelMetadata } from './metadata.js';
import { inputLength, inputShape, outputLength } from './shapes.js';

// Big enough that calls cost nothing, small enough that activations stay in the processor's cache.
const mostImagesPerCall = 2000;

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
  const fixedCount = model.inputs[0]?.shape[0] ?? null;
  const shape = inputShape(model);
  const probabilities = new Float32Array(count * classCount);
  const imagesPerCall = fixedCount ?? Math.min(count, mostImagesPerCall);
  const numbers = new Float32Array(imagesPerCall * length);
  for (let start = 0; start < count; start += imagesPerCall) {
    const end = Math.min(start + imagesPerCall, count);
    const rows = fixedCount ?? end - start;
    const batch = numbers.subarray(0, rows * length);
    batch.set(pixels.subarray(start * length, end * length));
    // Such a model may also remember the images of the batch before.
    if (fixedCount !== null) model.resetStates();
    // Nothing is returned from here: tidy() would look for tensors in every number.
    tf.tidy(() => {
      // TensorFlow scales a batch several times as fast as a loop here.
      const inputs = scalePixels(tf.tensor(batch, [rows, ...shape], 'float32'), inputScaling);
      const outputs = model.predictOnBatch(inputs) as Tensor;
      const wanted = outputs.dataSync().subarray(0, (end - start) * classCount);
      probabilities.set(wanted, start * classCount);
    });
  }
  return temperature === 1 ? probabilities : applyTemperature(probabilities, classCount, temperature);
}

function scalePixels(pixels: Tensor, { mean, standardDeviation }: InputScaling): Tensor {
  const scaled = pixels.mul(1 / (255 * standardDeviation));
  return mean === 0 ? scaled : scaled.sub(mean / standardDeviation);
}
