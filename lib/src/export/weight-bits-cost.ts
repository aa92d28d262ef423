import type { Sequential } from '@tensorflow/tfjs-node';
import type { Dataset } from '../datasets/dataset.js';
import { imageAt } from '../datasets/image-at.js';
import { scorePredictions } from '../evaluation/score-predictions.js';
import { pixelCount } from '../images/image-size.js';
import { predictProbabilities } from '../models/predict-probabilities.js';
import type { WeightBits } from '../program/javascript/pack-program.js';
import { createPredict } from '../program/javascript/runtime.js';
import { networkData } from './network-data.js';

/** Accuracies on `count` images, 0 to 1: `rounded` with quantized weights, `whole` with the original ones. */
interface WeightBitsCost {
  readonly count: number;
  readonly rounded: number;
  readonly whole: number;
}

/** Maximum number of images. With the lessons' largest network, they take a second or two. */
const mostImages = 2000;

/**
 * Measures the accuracy with the original weights in TensorFlow, and with quantized ones in the runtime of pages
 * and modules.
 */
export function weightBitsCost(model: Sequential, dataset: Dataset, weightBits: WeightBits): WeightBitsCost {
  const { images, labels } = dataset;
  const count = Math.min(mostImages, labels.length);
  const predict = createPredict(networkData(model, weightBits));
  const probabilities = predictProbabilities(model, images.subarray(0, count * pixelCount(dataset)));
  const { accuracy: whole } = scorePredictions(probabilities, labels.subarray(0, count));
  let right = 0;
  for (let image = 0; image < count; image++) {
    const { classIndex } = predict(imageAt(dataset, image));
    if (classIndex === labels[image]) right++;
  }
  return { count, rounded: right / count, whole };
}
