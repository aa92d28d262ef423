import type { Sequential, Tensor } from '@tensorflow/tfjs-node';
import type { Dataset } from '../datasets/dataset.js';
import { classCountOf, outputKind } from '../layers/outputs.js';
import { tf } from '../tensorflow.js';
import { layoutFor } from './input-layout.js';
import type { InputScaling } from './input-scaling.js';
import { modelMetadata } from './metadata.js';
import { relativeOodScore } from './ood-score.js';
import { predictClasses } from './read-outputs.js';
import { inputLength, inputShape } from './shapes.js';

// Large enough that the overhead of a call does not matter, small enough that activations stay in the
// processor's cache.
const mostImagesPerCall = 2000;

/**
 * The probability of each class for each image.
 *
 * @param images a dataset, or pixels 0 to 255, N × rows × columns, row-major. For a colour model N × rows × columns × 3,
 *   whatever the order of its channels.
 * @returns N × classes, row-major, after input scaling and temperature. Each row sums to 1.
 * @throws {RangeError} if the pixels are not a whole number of the model's images.
 *
 * @example
 * const { test } = await loadDataset('mnist');
 * const probabilities = predictProbabilities(createDigitModel(), test);
 * console.log(probabilities.length / test.count); // 10
 */
export function predictProbabilities(model: Sequential, images: Uint8Array | Dataset): Float32Array {
  const pixels = images instanceof Uint8Array ? images : images.images;
  const length = inputLength(model);
  const classCount = classCountOf(model);
  const kind = outputKind(model);
  const { inputScaling, temperature, imageShape, name } = modelMetadata(model);
  if (pixels.length % length !== 0)
    throw new RangeError(
      `Predicting with model "${name}": expected images of ${imageShape.join(' × ')} pixels, ${length} numbers ` +
        `each, but found ${pixels.length} numbers, which is not a multiple of it.`,
    );
  const count = pixels.length / length;
  const fixedCount = model.inputs[0]?.shape[0] ?? null;
  const shape = inputShape(model);
  const layout = layoutFor(model, imageShape);
  const planes = layout?.channels === 3 && layout.channelOrder === 'first';
  const arranged = (pixels: Tensor) =>
    planes
      ? pixels.reshape([-1, layout.rows, layout.columns, 3]).transpose([0, 3, 1, 2])
      : pixels.reshape([-1, ...shape]);
  const probabilities = new Float32Array(count * classCount);
  const imagesPerCall = fixedCount ?? Math.min(count, mostImagesPerCall);
  const numbers = new Float32Array(imagesPerCall * length);
  for (let start = 0; start < count; start += imagesPerCall) {
    const end = Math.min(start + imagesPerCall, count);
    const rows = fixedCount ?? end - start;
    const batch = numbers.subarray(0, rows * length);
    batch.set(pixels.subarray(start * length, end * length));
    // A model with a fixed batch size may also keep state from the previous batch.
    if (fixedCount !== null) model.resetStates();
    // Return nothing from here: tidy() would search the array for tensors.
    tf.tidy(() => {
      // TensorFlow scales a batch several times as fast as a loop in JavaScript.
      const inputs = scalePixels(arranged(tf.tensor(batch, [rows, length], 'float32')), inputScaling);
      const outputs = predictClasses(model, inputs, kind);
      const wanted = outputs.dataSync().subarray(0, (end - start) * classCount);
      probabilities.set(wanted, start * classCount);
    });
  }
  if (kind === 'probabilities') checkRange(probabilities, name);
  return temperature === 1 ? probabilities : applyTemperature(probabilities, classCount, temperature);
}

/** Rejects values that are not probabilities, which a custom layer may return. Callers report NaN, with its cause. */
function checkRange(probabilities: Float32Array, name: string): void {
  const wrong = probabilities.find((value) => value < -1e-3 || value > 1.001);
  if (wrong !== undefined)
    throw new RangeError(
      `Predicting with model "${name}": expected its last layer to return probabilities but found ${wrong}. Put a ` +
        'softmax after it.',
    );
}

function scalePixels(pixels: Tensor, { mean, standardDeviation }: InputScaling): Tensor {
  const scaled = pixels.mul(1 / (255 * standardDeviation));
  return mean === 0 ? scaled : scaled.sub(mean / standardDeviation);
}

/**
 * Softens (temperature above 1) or sharpens (below 1) probabilities: raises each to the power of 1 /
 * temperature and normalises every row to sum 1. This is equivalent to dividing the logits by the
 * temperature.
 *
 * @param probabilities N × `classCount`, row-major.
 * @param temperature Above 0.
 * @returns N × `classCount`, row-major.
 * @throws {RangeError} if the temperature is not above 0.
 *
 * @example
 * console.log(applyTemperature([0.9, 0.1], 2, 2)); // Float32Array(2) [ 0.75, 0.25 ]
 */
export function applyTemperature(
  probabilities: ArrayLike<number>,
  classCount: number,
  temperature: number,
): Float32Array {
  if (!(temperature > 0)) {
    throw new RangeError(`Applying a temperature: expected a number above 0 but found ${temperature}.`);
  }
  const result = new Float32Array(probabilities.length);
  const powers = new Float64Array(classCount);
  for (let start = 0; start < probabilities.length; start += classCount) {
    let largest = 0;
    for (let i = 0; i < classCount; i++) largest = Math.max(largest, probabilities[start + i]!);
    let sum = 0;
    for (let i = 0; i < classCount; i++) {
      powers[i] = (probabilities[start + i]! / largest) ** (1 / temperature);
      sum += powers[i]!;
    }
    for (let i = 0; i < classCount; i++) result[start + i] = powers[i]! / sum;
  }
  return result;
}

/**
 * Whether an image is out of distribution: unlike the images that the model was trained on.
 *
 * @param probabilities Probability of each class, returned by `predictProbabilities` for one image.
 * @param pixels The image itself, 0 to 255, rows × columns of the model's image shape. Without it, the probabilities
 *   alone decide, which detects less.
 * @returns `undefined` if the model has no detector (see `fitOodDetector`).
 * @throws {RangeError} if the pixels are not one image of the model's size.
 *
 * @example
 * const model = createDigitModel();
 * const pixels = new Uint8Array(784);
 * console.log(isOutOfDistribution(model, predictProbabilities(model, pixels), pixels)); // undefined
 */
export function isOutOfDistribution(
  model: Sequential,
  probabilities: ArrayLike<number>,
  pixels?: ArrayLike<number>,
): boolean | undefined {
  const { oodDetector, temperature, imageShape, name } = modelMetadata(model);
  if (!oodDetector) return undefined;
  const [rows, columns] = imageShape;
  if (pixels && pixels.length !== inputLength(model))
    throw new RangeError(
      `Detecting images out of distribution with model "${name}": expected one image of ${imageShape.join(' × ')} pixels but found ${pixels.length} numbers.`,
    );
  const image = pixels && { size: { rows, columns }, pixels };
  return relativeOodScore(probabilities, oodDetector, temperature, image) > 1;
}
