import type { Sequential, Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-node';
import type { Dataset } from '../datasets/dataset.js';
import { imageAt } from '../datasets/image-at.js';
import { modelMetadata } from '../models/metadata.js';
import {
  type OutlierNetwork,
  outlierFeatures,
  outlierLayerSizes,
  outlierScore,
  outlierWeightCount,
  unpackedNetwork,
} from '../models/outlier-network.js';
import { predictProbabilities } from '../models/predict-probabilities.js';
import { createRandom, permutation, type Random } from '../random.js';
import { tf } from '../tensorflow.js';
import { outlierExposures, outlierImages, variedImages } from './outliers/outlier-exposure.js';

const hiddenUnits = [128];
const [epochs, highestRate] = [5, 0.015];
/**
 * Maximum batch size, and minimum number of batches per epoch. With few images, batches are smaller, so that
 * training still takes 300 steps.
 */
const [largestBatch, fewestBatches] = [512, 60];
/**
 * Minimum number of images, because fewer do not represent the distribution, and maximum number, because more
 * would only take longer.
 */
const [fewestImages, mostImages] = [500, 5000];
/** Fraction of the images used for training. The threshold is measured on the others. */
const trainedFraction = 0.8;
/** Varied copies and generated outliers per training image. */
const [variedRate, outlierRate] = [4, 4];

/**
 * Trains a small network to tell images like the validation images from generated outliers.
 *
 * `falsePositiveRate` is the fraction of correctly classified held-out images that may be classified as outliers. They
 * are first varied at random, because users' photos differ from the images of the dataset.
 *
 * @returns `undefined` if the preprocessing is neither `'mnist'` nor `'fashion-mnist'`, the images have
 *   colours, or there are too few.
 * @see Hendrycks et al. 2019, "Deep Anomaly Detection with Outlier Exposure".
 */
export function fitOutlierNetwork(
  model: Sequential,
  validation: Dataset,
  { falsePositiveRate, seed }: { readonly falsePositiveRate: number; readonly seed: number },
): OutlierNetwork | undefined {
  const exposure = outlierExposures[modelMetadata(model).preprocessing];
  if (!exposure || validation.channels === 3 || validation.count < fewestImages) return undefined;
  const random = createRandom(seed);
  const order = permutation(validation.count, random).subarray(0, mostImages);
  const trained = order.subarray(0, Math.floor(trainedFraction * order.length));
  const copied = Array.from(
    { length: variedRate * trained.length },
    (_, index) => trained[index % trained.length]!,
  );
  const varied = variedImages(exposure, validation, copied, random, exposure.trainedStrength);
  const count = outlierRate * trained.length;
  const outliers = outlierImages(exposure, validation, trained, count, random);
  const originals = Array.from(trained, (index) => imageAt(validation, index));
  const labels = Array.from(trained, (index) => validation.labels[index]!);
  const sizes = outlierLayerSizes(hiddenUnits, validation.classNames.length);
  const weights = trainWeights(
    [...originals, ...varied, ...outliers].map((image) => outlierFeatures(image, validation)),
    Int32Array.from([
      ...labels,
      ...copied.map((index) => validation.labels[index]!),
      ...outliers.map(() => validation.classNames.length),
    ]),
    sizes,
    random,
  );
  const network = { hiddenUnits, ...packed(weights), threshold: 0 };
  const heldOut = [...order.subarray(trained.length), ...order.subarray(trained.length)];
  const others = variedImages(exposure, validation, heldOut, random, exposure.measuredStrength);
  const answers = heldOut.map((index) => validation.labels[index]!);
  const scores = scoresOfRight(model, network, others, answers, validation).sort((one, other) => one - other);
  const last = Math.min(scores.length - 1, Math.floor((1 - falsePositiveRate) * scores.length));
  return { ...network, threshold: scores[last] ?? 0 };
}

/** The outlier scores of the images that the model classifies correctly. */
function scoresOfRight(
  model: Sequential,
  network: OutlierNetwork,
  images: readonly Uint8Array[],
  labels: readonly number[],
  { rows, columns, classNames }: Dataset,
): number[] {
  const pixels = new Uint8Array(images.length * rows * columns);
  images.forEach((image, index) => {
    pixels.set(image, index * image.length);
  });
  const [probabilities, count] = [predictProbabilities(model, pixels), classNames.length];
  const unpacked = unpackedNetwork(network, count);
  return images.flatMap((image, index) => {
    const row = probabilities.subarray(index * count, (index + 1) * count);
    if (row.indexOf(Math.max(...row)) !== labels[index]) return [];
    return [outlierScore(unpacked, image, { rows, columns }, labels[index]!)];
  });
}

/**
 * Minimises the cross-entropy with Adam (Kingma and Ba 2015). The gradients are written out here, because
 * `train` is asynchronous and slow for such small steps.
 *
 * @param sizes Units of each layer. The last layer has a softmax, the others ReLU.
 * @returns weights and biases of each layer.
 */
function trainWeights(
  features: readonly Float32Array[],
  labels: Int32Array,
  sizes: readonly number[],
  random: Random,
): Float32Array {
  const [inputCount, classCount] = [sizes[0]!, sizes.at(-1)!];
  const rows = new Float32Array(features.length * inputCount);
  features.forEach((row, index) => {
    rows.set(row, index * inputCount);
  });
  const [inputs, means] = tf.tidy(() => {
    const all = tf.tensor2d(rows, [features.length, inputCount]);
    const mean = all.mean(0);
    return [all.sub(mean) as Tensor2D, mean.dataSync() as Float32Array];
  });
  const targets = tf.tidy(() => tf.oneHot(tf.tensor1d(labels, 'int32'), classCount) as Tensor2D);
  const start = initialWeights(sizes, random);
  let state: Tensor[] = [tf.tensor1d(start), tf.zeros([start.length]), tf.zeros([start.length])];
  const batchSize = Math.min(largestBatch, Math.ceil(features.length / fewestBatches));
  const stepCount = epochs * Math.ceil(features.length / batchSize);
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = Int32Array.from(permutation(features.length, random));
    for (let first = 0; first < order.length; first += batchSize) {
      const progress = step++ / stepCount;
      const rate =
        highestRate * Math.min(1, progress * 10 + 0.01) * (0.5 + 0.5 * Math.cos(Math.PI * progress));
      const correction = Math.sqrt(1 - 0.99 ** step) / (1 - 0.9 ** step);
      const next = tf.tidy(() => {
        const [weights, mean, square] = state as [Tensor1D, Tensor1D, Tensor1D];
        const chosen = tf.tensor1d(order.subarray(first, first + batchSize), 'int32');
        const gradient = gradientOf(weights, tf.gather(inputs, chosen), tf.gather(targets, chosen), sizes);
        const newMean = mean.mul(0.9).add(gradient.mul(0.1));
        const newSquare = square.mul(0.99).add(gradient.square().mul(0.01));
        const change = newMean.div(newSquare.sqrt().add(1e-6)).mul(rate * correction);
        return [weights.sub(change), newMean, newSquare];
      });
      tf.dispose(state);
      state = next;
    }
  }
  const weights = state[0]!.dataSync() as Float32Array;
  tf.dispose([...state, inputs, targets]);
  return forOriginal(weights, means, sizes[1]!);
}

/** Gradient of the mean cross-entropy of a batch, for all weights. */
function gradientOf(
  weights: Tensor1D,
  inputs: Tensor2D,
  targets: Tensor2D,
  sizes: readonly number[],
): Tensor1D {
  const values = [inputs];
  const kernels: Tensor2D[] = [];
  let at = 0;
  for (let layer = 1; layer < sizes.length; layer++) {
    const [from, to] = [sizes[layer - 1]!, sizes[layer]!];
    const kernel = tf.slice(weights, at, from * to).reshape([from, to]) as Tensor2D;
    const sums = tf.matMul(values.at(-1)!, kernel).add(tf.slice(weights, at + from * to, to)) as Tensor2D;
    kernels.push(kernel);
    values.push(layer < sizes.length - 1 ? tf.relu(sums) : tf.softmax(sums));
    at += (from + 1) * to;
  }
  let slopes = values.pop()!.sub(targets).div(inputs.shape[0]) as Tensor2D;
  const gradients: Tensor1D[] = [];
  for (let layer = kernels.length - 1; layer >= 0; layer--) {
    const value = values[layer]!;
    gradients.unshift(tf.matMul(value, slopes, true).flatten(), slopes.sum(0) as Tensor1D);
    if (layer > 0) slopes = tf.matMul(slopes, kernels[layer]!, false, true).mul(tf.step(value)) as Tensor2D;
  }
  return tf.concat(gradients);
}

/**
 * Changes the first layer's biases so that the network takes features that are not centred. Training itself uses
 * centred features, because it then needs half as many epochs.
 */
function forOriginal(weights: Float32Array, means: Float32Array, units: number): Float32Array {
  const result = weights.slice();
  means.forEach((mean, input) => {
    for (let unit = 0; unit < units; unit++)
      result[means.length * units + unit]! -= mean * weights[input * units + unit]!;
  });
  return result;
}

/** Initial weights by He's method, with biases of 0. */
function initialWeights(sizes: readonly number[], random: Random): Float32Array {
  const weights = new Float32Array(outlierWeightCount(sizes));
  let at = 0;
  for (let layer = 1; layer < sizes.length; layer++) {
    const [from, to] = [sizes[layer - 1]!, sizes[layer]!];
    for (let index = 0; index < from * to; index++) weights[at++] = random.normal() * Math.sqrt(2 / from);
    at += to;
  }
  return weights;
}

function packed(weights: Float32Array): Pick<OutlierNetwork, 'weights' | 'step'> {
  const step = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 1e-9) / 32767;
  const bytes = Buffer.alloc(2 * weights.length);
  weights.forEach((weight, index) => {
    bytes.writeInt16LE(Math.round(weight / step), 2 * index);
  });
  return { weights: bytes.toString('base64').match(/.{1,50000}/g)!, step };
}
