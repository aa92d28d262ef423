import type { Sequential } from '@tensorflow/tfjs-node';
import type { Dataset } from '../datasets/dataset.js';
import { predictedClasses } from '../evaluation/score-predictions.js';
import { pixelCount } from '../images/image-size.js';
import { predictProbabilities } from '../models/predict-probabilities.js';
import type { WeightBits } from '../program/javascript/network-data.js';
import { createPredict } from '../program/javascript/runtime.js';
import { networkData } from './network-data.js';

/** Accuracies on `count` images, 0 to 1, with quantized weights and with the original ones. */
interface WeightBitsCost {
  readonly count: number;
  readonly rounded: number;
  readonly whole: number;
}

/** This takes a second or two with the lessons' largest network. */
const mostImages = 2000;

/** Measures the accuracy lost by quantizing the weights, with the runtime of pages and modules. */
export function weightBitsCost(model: Sequential, dataset: Dataset, weightBits: WeightBits): WeightBitsCost {
  const { images, labels } = dataset;
  const count = Math.min(mostImages, labels.length);
  const pixels = pixelCount(dataset);
  const predict = createPredict(networkData(model, weightBits));
  const classCount = model.outputs[0]!.shape.at(-1)!;
  const whole = predictedClasses(predictProbabilities(model, images.subarray(0, count * pixels)), classCount);
  let [roundedRight, wholeRight] = [0, 0];
  for (let image = 0; image < count; image++) {
    const { classIndex } = predict(images.subarray(image * pixels, (image + 1) * pixels));
    if (classIndex === labels[image]) roundedRight++;
    if (whole[image] === labels[image]) wholeRight++;
  }
  return { count, rounded: roundedRight / count, whole: wholeRight / count };
}
