import type { Sequential } from '@tensorflow/tfjs-node';
import type { Dataset } from '../datasets/dataset.js';
import { nativeVersion } from '../tensorflow-js.js';
import { type JavascriptNetwork, javascriptNetwork } from './javascript-network.js';
import { modelMetadata } from './metadata.js';
import { relativeOodScore } from './ood-score.js';
import { type BatchShape, batchShape, predictWithTensorflow } from './predict-with-tensorflow.js';
import { inputLength } from './shapes.js';

/** Number of multiplications that JavaScript computes in the time of a single TensorFlow call. */
const multiplicationsPerCall = 2e6;
/** Number of multiplications that JavaScript computes in the time that loading the native library takes. */
const multiplicationsOfLoading = 3e8;
/** Number of multiplications of all predictions so far, counted until the native library is loaded. */
let multiplicationsBeforeLoading = 0;

/**
 * The probability of each class for each image.
 *
 * @param images a dataset, or pixels 0 to 255, N × rows × columns, row-major. For a colour model, it is
 *   N × rows × columns × 3, whatever the order of the model's channels.
 * @returns N × classes, row-major, after input scaling and temperature. Each row sums to 1.
 * @throws {RangeError} if the pixels are not a whole number of the model's images, or the model's outputs are not
 *   probabilities.
 *
 * @example
 * const { test } = await loadDataset('mnist');
 * const probabilities = predictProbabilities(createDigitModel(), test);
 * console.log(probabilities.length / test.count); // 10
 */
export function predictProbabilities(model: Sequential, images: Uint8Array | Dataset): Float32Array {
  const pixels = images instanceof Uint8Array ? images : images.images;
  const shape = batchShape(model, pixels);
  const { temperature, name } = modelMetadata(model);
  const network = shape.count === 0 ? undefined : fasterInJavascript(model, shape.count);
  const probabilities = network
    ? predictInJavascript(network, pixels, shape)
    : predictWithTensorflow(model, pixels, shape);
  checkRange(probabilities, name);
  // The network in JavaScript includes the temperature.
  if (network || temperature === 1) return probabilities;
  return applyTemperature(probabilities, shape.classCount, temperature);
}

function predictInJavascript(
  network: JavascriptNetwork,
  pixels: Uint8Array,
  { count, length, classCount }: BatchShape,
): Float32Array {
  const probabilities = new Float32Array(count * classCount);
  for (let image = 0; image < count; image++) {
    const one = pixels.subarray(image * length, (image + 1) * length);
    probabilities.set(network.predict(one), image * classCount);
  }
  return probabilities;
}

/**
 * Rejects values that are not probabilities, which a network without a softmax may return. NaN passes here, and is
 * rejected when predictions are evaluated.
 */
function checkRange(probabilities: Float32Array, name: string): void {
  for (const value of probabilities)
    if (value < -1e-3 || value > 1.001)
      throw new RangeError(
        `Predicting with model "${name}": expected its last layer to return probabilities but found ${value}. Put a ` +
          'softmax after it.',
      );
}

/**
 * The network in JavaScript if it predicts this many images faster than TensorFlow. While TensorFlow is not
 * loaded, JavaScript predicts until its total work has taken as long as loading TensorFlow would.
 */
function fasterInJavascript(model: Sequential, count: number): JavascriptNetwork | undefined {
  const isLoaded = nativeVersion() !== undefined;
  // A network multiplies by each weight at least once per image. If the weights alone show that TensorFlow is
  // faster, skip the conversion to JavaScript.
  if (isLoaded && count * model.countParams() > multiplicationsPerCall) return undefined;
  const network = javascriptNetwork(model);
  if (!network) return undefined;
  const multiplications = count * network.multiplications;
  if (isLoaded) return multiplications <= multiplicationsPerCall ? network : undefined;
  multiplicationsBeforeLoading += multiplications;
  return multiplicationsBeforeLoading <= multiplicationsOfLoading ? network : undefined;
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
